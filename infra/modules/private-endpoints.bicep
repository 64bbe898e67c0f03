import { tagsType } from 'types.bicep'

@description('Private endpoints of both storage accounts and the vault, and the DNS zones that lead to them.')
param location string
param tags tagsType
param networkId string
param subnetId string
param hostStorageName string
param mailStorageName string
param vaultName string

var storageServices = ['blob', 'queue', 'table']
var zoneNames = [
  ...map(storageServices, service => 'privatelink.${service}.${environment().suffixes.storage}')
  // The zone of the public cloud has another name than the suffix of its vaults.
  replace('privatelink${environment().suffixes.keyvaultDns}', 'privatelink.vault.', 'privatelink.vaultcore.')
]

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource mailStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: mailStorageName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

var endpoints = [
  ...map(range(0, length(storageServices)), index => {
    name: '${hostStorageName}-${storageServices[index]}'
    target: hostStorage.id
    group: storageServices[index]
    zone: index
  })
  ...map(range(0, length(storageServices)), index => {
    name: '${mailStorageName}-${storageServices[index]}'
    target: mailStorage.id
    group: storageServices[index]
    zone: index
  })
  { name: vaultName, target: vault.id, group: 'vault', zone: length(storageServices) }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zoneNames: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, index) in zoneNames: {
    parent: zones[index]
    name: 'postern'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
]

module privateEndpoints 'private-endpoint.bicep' = [
  for endpoint in endpoints: {
    params: {
      name: endpoint.name
      location: location
      tags: tags
      subnetId: subnetId
      targetId: endpoint.target
      group: endpoint.group
      zoneId: zones[endpoint.zone].id
    }
    dependsOn: [links]
  }
]
