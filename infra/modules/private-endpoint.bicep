import { tagsType } from 'types.bicep'

@description('Private endpoint of one service of a resource, and the records of its addresses.')
param name string
param location string
param tags tagsType
param subnetId string
param targetId string

@description('What of the resource: blob, queue, table or vault.')
param group string
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'pep-${name}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: name, properties: { privateLinkServiceId: targetId, groupIds: [group] } }
    ]
  }
}

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      { name: group, properties: { privateDnsZoneId: zoneId } }
    ]
  }
}
