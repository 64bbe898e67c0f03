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
var eventQueueNames = ['mail-events']
// The host creates a poison queue at the first failure; created here, it can be read before.
var queueNames = [...triggerQueueNames, ...map(triggerQueueNames, queue => '${queue}-poison'), ...eventQueueNames]
var containerNames = ['mail-content', 'mail-raw']
// Queues on which programs may put messages; on mailbox-fetch only the gateway does.
var programQueueNames = ['inbound-mail', 'outbound-bulk', 'outbound-mail', 'thread-posts']

var appRoles = {
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
var queueDataMessageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
var queueDataMessageProcessor = '8a0f0c08-91a1-4084-bc3d-661d67233fed'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
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

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [
  for table in tableNames: {
    parent: tableService
    name: table
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for queue in queueNames: {
    parent: queueService
    name: queue
  }
]

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: undeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: undeleteDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for container in containerNames: {
    parent: blobService
    name: container
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
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
      roleId: queueDataMessageProcessor
    }
    dependsOn: [queues]
  }
]

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
