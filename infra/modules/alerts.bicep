import { tagsType } from 'types.bicep'

@description('Alerts on the gateway\'s metrics. The metric names are defined in shared/Gateway/Telemetry; a test compares them.')
param prefix string
param location string
param tags tagsType
param componentId string
param emailAddresses string[]
param mailboxOverdueMinutes int
param waitingMinutes int
param failedPercent int
param silentHours int

// A percentage of fewer deliveries is not meaningful.
var fewDeliveries = 20

// Measured every five minutes. What is tried again just then is not among what waits, so the two alerts on waiting mail ask
// for the most of three values.
var rules = [
  {
    name: 'attention'
    description: 'An item needs a person: GET /api/attention lists it with the reason.'
    severity: 2
    windowSize: 'PT30M'
    frequency: 'PT15M'
    query: 'customMetrics | where name == "postern.attention.items" | summarize arg_max(timestamp, valueMax) by kind = tostring(customDimensions.kind) | where valueMax > 0'
  }
  {
    name: 'mailbox-overdue'
    description: 'A confirmed mailbox is ${mailboxOverdueMinutes} minutes past its interval without a successful fetch: GET /api/incoming-servers shows its last error.'
    severity: 1
    windowSize: 'PT30M'
    frequency: 'PT15M'
    query: 'customMetrics | where name == "postern.mailbox.overdue" | summarize arg_max(timestamp, valueMax) by mailbox = tostring(customDimensions.mailbox) | where valueMax > ${mailboxOverdueMinutes * 60}'
  }
  {
    name: 'waiting'
    description: 'A message has waited on a queue, or has been overdue, for ${waitingMinutes} minutes: GET /api/health shows which queue.'
    severity: 1
    windowSize: 'PT30M'
    frequency: 'PT15M'
    query: 'customMetrics | where name in ("postern.queue.age", "postern.due.delay") | summarize arg_max(timestamp, valueMax) by name, queue = tostring(customDimensions.queue) | where valueMax > ${waitingMinutes * 60}'
  }
  {
    name: 'server-failing'
    description: 'An outgoing server takes no mail, and mail has waited for it for ${waitingMinutes} minutes: GET /api/health says why and how much waits.'
    severity: 1
    windowSize: 'PT15M'
    frequency: 'PT15M'
    query: 'customMetrics | where name == "postern.server.failing" | summarize failing = max(valueMax) by server = tostring(customDimensions.server) | where failing > ${waitingMinutes * 60}'
  }
  {
    name: 'delivery-late'
    description: 'A delivery has waited for more than an hour, and not only for a limit of its server: GET /api/health shows for which server, the delivery why.'
    severity: 2
    windowSize: 'PT15M'
    frequency: 'PT15M'
    query: 'customMetrics | where name == "postern.waiting.late" | summarize late = max(valueMax) by server = tostring(customDimensions.server) | where late > 0'
  }
  {
    name: 'failures'
    description: 'More than ${failedPercent} % of at least ${fewDeliveries} deliveries in an hour failed permanently: their threads show the server\'s replies.'
    severity: 2
    windowSize: 'PT1H'
    frequency: 'PT15M'
    query: 'customMetrics | where name == "postern.delivery.outcomes" | extend state = tostring(customDimensions.state) | where state in ("sent", "failed") | summarize total = sum(valueSum), failed = sumif(valueSum, state == "failed") | where total >= ${fewDeliveries} and failed * 100 > total * ${failedPercent}'
  }
  {
    name: 'standstill'
    description: 'The gateway has published no metrics for half an hour: its timers do not run. Every request does what they should: call the app once a minute, for instance GET /api/health, until they run again. A restart alone may not help: docs/runbook.md.'
    severity: 1
    windowSize: 'PT30M'
    frequency: 'PT15M'
    query: 'customMetrics | where name == "postern.due.delay" | summarize measured = count() | where measured == 0'
  }
  {
    name: 'silence'
    description: 'No mail was received for ${silentHours} hours.'
    severity: 3
    windowSize: silentHours == 24 ? 'P1D' : 'PT${silentHours}H'
    frequency: 'PT1H'
    query: 'customMetrics | where name == "postern.mail.received" | summarize received = sum(valueSum) | where isnull(received) or received == 0'
  }
]

resource recipients 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${prefix}-recipients'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'Postern'
    emailReceivers: [
      for (address, index) in emailAddresses: {
        name: 'recipient-${index}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in rules: {
    name: '${prefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Postern: ${rule.name}'
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [componentId]
      evaluationFrequency: rule.frequency
      windowSize: rule.windowSize
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // The table customMetrics is created with the first metric; a new deployment does not have it yet.
      skipQueryValidation: true
      actions: { actionGroups: [recipients.id] }
    }
  }
]
