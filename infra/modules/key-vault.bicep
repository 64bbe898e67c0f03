import { tagsType } from 'types.bicep'

@description('Passwords, tokens and signing keys of the gateway; optionally the key that wraps the mail account\'s encryption key.')
param name string
param location string
param tags tagsType
param principalId string
param makeWrappingKey bool

@description('Whether to recover a deleted vault of this name.')
param recoverVault bool

@secure()
param defaultServerPassword string

@secure()
param mailgunSigningKey string

@secure()
param acsKey string

@description('Whether only a private endpoint leads to the vault.')
param isPrivate bool

@description('Workspace that logs who used which secret; empty: none.')
param logWorkspaceId string

@description('Object id of whoever may read and change secrets beside the app; empty: nobody.')
param deployerId string
param deployerType string

var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
var cryptoServiceEncryptionUser = 'e147488a-f6f5-4113-8e2d-b22465e65bf6'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    createMode: recoverVault ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // The subscription to delivery reports takes its key from here (modules/email-events.bicep).
    enabledForTemplateDeployment: true
    // Storage, which wraps its key here, and deployments are services that Azure trusts.
    networkAcls: isPrivate ? { bypass: 'AzureServices', defaultAction: 'Deny' } : null
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource wrappingKey 'Microsoft.KeyVault/vaults/keys@2025-05-01' = if (makeWrappingKey) {
  parent: vault
  name: 'mail-wrapping'
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    rotationPolicy: {
      lifetimeActions: [
        { action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P1Y' } }
      ]
    }
  }
}

resource password 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(defaultServerPassword)) {
  parent: vault
  name: 'default-server-password'
  properties: { value: defaultServerPassword }
}

resource signingKey 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(mailgunSigningKey)) {
  parent: vault
  name: 'mailgun-signing-key'
  properties: { value: mailgunSigningKey }
}

resource eventKey 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(acsKey)) {
  parent: vault
  name: 'acs-key'
  properties: { value: acsKey }
}

// The gateway stores the secrets that administrators set, so a reader role is not enough.
resource appKeepsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, secretsOfficer)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource deployerKeepsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  scope: vault
  name: guid(vault.id, deployerId, secretsOfficer)
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logWorkspaceId)) {
  scope: vault
  name: 'who-used-what'
  properties: { workspaceId: logWorkspaceId, logs: [{ category: 'AuditEvent', enabled: true }] }
}

resource storageWrapsKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (makeWrappingKey) {
  scope: wrappingKey
  name: guid(vault.id, principalId, cryptoServiceEncryptionUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', cryptoServiceEncryptionUser)
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
output wrappingKeyName string = makeWrappingKey ? wrappingKey.name : ''
