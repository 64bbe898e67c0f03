import { alwaysReadyType, settingsType, tagsType } from 'types.bicep'

@description('The Functions app on Flex Consumption.')
param name string
param planName string
param location string
param tags tagsType

@description('The name of the service in azure.yaml, by which azd finds the app.')
param serviceName string
param identityId string
param packageContainerUrl string
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReady alwaysReadyType[]
param zoneRedundant bool

@allowed(['Recreate', 'RollingUpdate'])
param siteUpdateStrategy string

@description('Subnet that the app\'s own calls leave through; empty: none.')
param subnetId string

@description('Networks (CIDR) and service tags that may reach the app; empty: everybody.')
param allowedNetworks string[]
param settings settingsType

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
      }
      // A preview, which the types of the compiler do not have.
      #disable-next-line BCP037
      siteUpdateStrategy: siteUpdateStrategy == 'RollingUpdate' ? { type: siteUpdateStrategy } : null
    }
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      alwaysOn: false
      ftpsState: 'Disabled'
      http20Enabled: true
      // Restrictions are for the whole site, not for a path. Deployments are not restricted: they need a token of Entra.
      ipSecurityRestrictionsDefaultAction: empty(allowedNetworks) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [
        for (range, index) in allowedNetworks: {
          name: 'allowed-${index}'
          action: 'Allow'
          priority: 100 + index
          tag: contains(range, '/') ? 'Default' : 'ServiceTag'
          ipAddress: range
        }
      ]
      scmIpSecurityRestrictionsUseMain: false
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }

  // Deployment uses the identity; publishing credentials would be an unnecessary secret.
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = app.name
output uri string = 'https://${app.properties.defaultHostName}'
