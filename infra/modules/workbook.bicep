import { tagsType } from 'types.bicep'

@description('Workbook with what the gateway does: mail in and out, what waits, and what its telemetry costs. The metric names are defined in shared/Gateway/Telemetry; a test compares them.')
param name string
param location string
param tags tagsType
param componentId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Postern'
    category: 'workbook'
    sourceId: componentId
    serializedData: loadTextContent('workbook.json')
  }
}
