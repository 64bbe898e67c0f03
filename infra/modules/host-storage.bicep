import { tagsType } from 'types.bicep'

@description('Storage of the Functions host only: the package, function keys, locks and the state of timers. It contains no mail.')
param name string
param location string
param tags tagsType
param skuName string
param principalId string

@description('Whether only private endpoints lead to the account.')
param isPrivate bool

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
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
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource package 'containers' = {
      name: 'app-package'
    }
  }
}

// The host leases blobs and creates containers, for which the platform requires this role.
resource hostOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, blobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

output blobEndpoint string = account.properties.primaryEndpoints.blob
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${account::blobs::package.name}'
