// Subscribes the running gateway to the delivery reports of Azure Communication Services: eng/email-events deploys it
// after the code, since Event Grid calls the gateway before it accepts the subscription.
targetScope = 'resourceGroup'

@description('Name of the system topic of the Communication Services.')
param topicName string

@description('Address of the gateway.')
param url string

@description('Vault that has the secret that is sent with the events.')
param vaultName string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

module subscription 'modules/email-events.bicep' = {
  params: {
    topicName: topicName
    url: url
    key: vault.getSecret('acs-key')
  }
}
