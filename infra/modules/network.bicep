import { tagsType } from 'types.bicep'

@description('Private network: a subnet that the app\'s calls leave through, and one of private endpoints.')
param name string
param location string
param tags tagsType
param addressPrefix string

@description('Whether a NAT gateway leads to the Internet. A subnet has no way out of its own.')
param natGateway bool

resource address 'Microsoft.Network/publicIPAddresses@2025-05-01' = if (natGateway) {
  name: '${name}-out'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2025-05-01' = if (natGateway) {
  name: '${name}-nat'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    publicIpAddresses: [{ id: address.id }]
    // Longer than the pauses within an IMAP or SMTP session.
    idleTimeoutInMinutes: 10
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 0)
          delegations: [
            { name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }
          ]
          natGateway: natGateway ? { id: gateway.id } : null
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 1)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

output id string = network.id
output appSubnetId string = network::app.id
output endpointSubnetId string = network::endpoints.id
output outgoingAddress string = natGateway ? address!.properties.ipAddress : ''
