import { tagsType } from 'types.bicep'

@description('Identity of the app. All its permissions are roles of this identity; there are no shared keys.')
param name string
param location string
param tags tagsType

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
