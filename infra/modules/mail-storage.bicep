import { tagsType } from 'types.bicep'

@description('Storage of the gateway: all data that must not be lost. The names are defined in shared/Gateway/Storage/Names.cs; a test compares them.')
param name string
param location string
param tags tagsType
param skuName string
param principalId string
param programPrincipalIds string[]
param rawMailDays int
param undeleteDays int

@description('Whether only private endpoints lead to the account.')
param isPrivate bool

@description('Whether a lock prevents that the account is deleted.')
param isLocked bool

@description('Workspace that logs who read, wrote and deleted what; empty: none.')
param logWorkspaceId string

@description('Object id of whoever gets the roles of people on the data; empty: nobody.')
param deployerId string
param deployerType string

@description('Whether the vault\'s key wraps the encryption key of the account; otherwise the key is Microsoft-managed.')
param ownWrappingKey bool
param keyIdentityId string
param keyVaultUri string
param keyName string

var tableNames = [
  'aliases'
  'attention'
  'claims'
  'config'
  'due'
  'journal'
  'limits'
  'mailboxes'
  'people'
  'threads'
]
var triggerQueueNames = ['inbound-mail', 'mailbox-fetch', 'outbound-bulk', 'outbound-mail', 'thread-posts']
// A queue trigger of a program keeps what it failed on in the poison queue beside it, and makes no queue itself.
var eventQueueNames = ['mail-events', 'mail-events-poison']
// The host creates a poison queue at the first failure; created here, it can be read before.
var queueNames = [
  ...triggerQueueNames
  ...map(triggerQueueNames, queue => '${queue}-poison')
  ...eventQueueNames
  // Events that the Event Grid topic has not taken yet.
  'topic-events'
]
var containerNames = ['mail-content', 'mail-raw']
// Queues on which programs may put messages; on mailbox-fetch only the gateway does.
var programQueueNames = ['inbound-mail', 'outbound-bulk', 'outbound-mail', 'thread-posts']

var appRoles = {
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
var queueDataMessageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
// The role of a message processor has no right to read a queue's length, to change a message and to put one on the
// poison queue, all of which a queue trigger does.
var queueDataContributor = appRoles.queueDataContributor
var peopleRoles = empty(deployerId) ? [] : [appRoles.queueDataContributor, appRoles.tableDataContributor]
var logs = map(['StorageRead', 'StorageWrite', 'StorageDelete'], category => { category: category, enabled: true })

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  identity: ownWrappingKey
    ? { type: 'UserAssigned', userAssignedIdentities: { '${keyIdentityId}': {} } }
    : { type: 'None' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    networkAcls: isPrivate ? { bypass: 'None', defaultAction: 'Deny' } : null
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    encryption: {
      keySource: ownWrappingKey ? 'Microsoft.Keyvault' : 'Microsoft.Storage'
      // Can be set only when the account is created: a customer-managed key then covers tables and queues too.
      services: {
        blob: { enabled: true, keyType: 'Account' }
        file: { enabled: true, keyType: 'Account' }
        queue: { enabled: true, keyType: 'Account' }
        table: { enabled: true, keyType: 'Account' }
      }
      identity: ownWrappingKey ? { userAssignedIdentity: keyIdentityId } : null
      // Without a version the account uses the newest version of the key.
      keyvaultproperties: ownWrappingKey ? { keyvaulturi: keyVaultUri, keyname: keyName } : null
    }
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for table in tableNames: {
    parent: tableService
    name: table
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queue in queueNames: {
    parent: queueService
    name: queue
  }
]

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: undeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: undeleteDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in containerNames: {
    parent: blobService
    name: container
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'purge-raw-mail'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['mail-raw/'] }
            actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: rawMailDays } } }
          }
        }
      ]
    }
  }
  dependsOn: [containers]
}

// The account contains only the gateway's data, so the account is the smallest scope that covers it.
resource appRoleAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(appRoles): {
    scope: account
    name: guid(account.id, principalId, role.value)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

// Named as `az role assignment create` does not: taking the roles away is up to whoever no longer needs them.
resource peopleRoleAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in peopleRoles: {
    scope: account
    name: guid(account.id, deployerId, role)
    properties: {
      principalId: deployerId
      principalType: deployerType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  scope: account
  name: 'keep-mail'
  properties: { level: 'CanNotDelete', notes: 'Mail, settings and journal of the gateway.' }
}

resource blobLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logWorkspaceId)) {
  scope: blobService
  name: 'who-used-what'
  properties: { workspaceId: logWorkspaceId, logs: logs }
}

resource tableLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logWorkspaceId)) {
  scope: tableService
  name: 'who-used-what'
  properties: { workspaceId: logWorkspaceId, logs: logs }
}

resource queueLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logWorkspaceId)) {
  scope: queueService
  name: 'who-used-what'
  properties: { workspaceId: logWorkspaceId, logs: logs }
}

module programQueues 'program-queue.bicep' = [
  for queue in programQueueNames: {
    params: {
      accountName: account.name
      queueName: queue
      principalIds: programPrincipalIds
      roleId: queueDataMessageSender
    }
    dependsOn: [queues]
  }
]

module programEvents 'program-queue.bicep' = [
  for queue in eventQueueNames: {
    params: {
      accountName: account.name
      queueName: queue
      principalIds: programPrincipalIds
      roleId: queueDataContributor
    }
    dependsOn: [queues]
  }
]

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
