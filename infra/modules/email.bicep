import { tagsType } from 'types.bicep'

@description('Azure Communication Services Email: sends the gateway\'s mail while no outgoing server is configured.')
param communicationName string
param emailName string
param tags tagsType
param dataLocation string

@description('Domain to send from; empty: an Azure-managed domain, for a trial only.')
param domainName string

@description('Whether the service has verified the domain\'s DNS records; an unverified domain cannot be linked.')
param domainVerified bool

@description('Local parts that may send beside donotreply. The service refuses them for its own domain, and for others with the default sending limits.')
param senderNames string[]
param smtpUserName string

@description('Client id of the application that signs in by SMTP.')
param applicationId string

@description('Object id of that application\'s service principal.')
param applicationPrincipalId string

var communicationAndEmailServiceOwner = '09976791-48a7-449e-bb21-39d1a415f350'
var isOwnDomain = !empty(domainName)
var sends = !isOwnDomain || domainVerified

resource email 'Microsoft.Communication/emailServices@2025-09-01' = {
  name: emailName
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }
}

resource domain 'Microsoft.Communication/emailServices/domains@2025-09-01' = {
  parent: email
  name: isOwnDomain ? domainName : 'AzureManagedDomain'
  location: 'global'
  tags: tags
  properties: {
    domainManagement: isOwnDomain ? 'CustomerManaged' : 'AzureManaged'
    userEngagementTracking: 'Disabled'
  }
}

resource senders 'Microsoft.Communication/emailServices/domains/senderUsernames@2025-09-01' = [
  for sender in (isOwnDomain && sends ? senderNames : []): {
    parent: domain
    name: sender
    properties: { username: sender }
  }
]

resource communication 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: communicationName
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    linkedDomains: sends ? [domain.id] : []
  }
}

// The only built-in role that may send; its scope is this one resource.
resource applicationSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: communication
  name: guid(communication.id, applicationPrincipalId, communicationAndEmailServiceOwner)
  properties: {
    principalId: applicationPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      communicationAndEmailServiceOwner
    )
  }
}

resource smtpUser 'Microsoft.Communication/communicationServices/smtpUsernames@2025-09-01' = {
  parent: communication
  // The service rejects a resource with the same name as its user.
  name: '${smtpUserName}-login'
  properties: {
    username: smtpUserName
    entraApplicationId: applicationId
    tenantId: tenant().tenantId
  }
  dependsOn: [applicationSends]
}

// What becomes of each mail: bounces above all. The subscription, which needs the running app, is in email-events.bicep.
resource events 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${communicationName}-events'
  location: 'global'
  tags: tags
  properties: {
    source: communication.id
    topicType: 'Microsoft.Communication.CommunicationServices'
  }
}

output eventsName string = events.name
output domain string = domain.properties.mailFromSenderDomain
