import { tagsType } from 'types.bicep'

@description('Application Insights with a workspace for traces, metrics and logs. Only identities with a role can publish.')
param workspaceName string
param ruleName string
param componentName string
param location string
param tags tagsType
param principalId string
param retentionDays int
param dailyCapGb int

var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

// What is kept of each table. The gateway's own telemetry has its role name; everything else is the Functions host's, which
// measures its process every minute, and traces each poll of a queue and each renewal of a lease. docs/cost.md has the figures.
var gateway = 'postern'
var kept = [
  { table: 'AppMetrics', query: 'source | where Name startswith "postern."' }
  { table: 'AppTraces', query: 'source | where SeverityLevel >= 2 or AppRoleName == "${gateway}"' }
  { table: 'AppDependencies', query: 'source | where Success == false or AppRoleName == "${gateway}"' }
  { table: 'AppPerformanceCounters', query: 'source | where AppRoleName == "${gateway}"' }
]

module workspace 'workspace.bicep' = {
  params: {
    name: workspaceName
    location: location
    tags: tags
    retentionDays: retentionDays
    dailyCapGb: dailyCapGb
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: ruleName
  location: location
  tags: tags
  kind: 'WorkspaceTransforms'
  properties: {
    destinations: {
      logAnalytics: [{ name: 'workspace', workspaceResourceId: workspace.outputs.id }]
    }
    dataFlows: [
      for flow in kept: {
        streams: ['Microsoft-Table-${flow.table}']
        destinations: ['workspace']
        transformKql: flow.query
      }
    ]
  }
}

module filteredWorkspace 'workspace.bicep' = {
  params: {
    name: workspaceName
    location: location
    tags: tags
    retentionDays: retentionDays
    dailyCapGb: dailyCapGb
    ruleId: rule.id
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.outputs.id
    DisableLocalAuth: true
  }
}

resource appPublishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: component
  name: guid(component.id, principalId, monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

output workspaceId string = workspace.outputs.id
output componentId string = component.id
output componentName string = component.name
output connectionString string = component.properties.ConnectionString
