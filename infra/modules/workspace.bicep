import { tagsType } from 'types.bicep'

@description('The Log Analytics workspace. It is deployed twice: the rule that filters what comes in needs the workspace, and the workspace then names the rule.')
param name string
param location string
param tags tagsType
param retentionDays int
param dailyCapGb int

@description('Resource id of the rule; empty: none yet.')
param ruleId string = ''

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  tags: tags
  properties: union(
    {
      sku: { name: 'PerGB2018' }
      retentionInDays: retentionDays
      workspaceCapping: { dailyQuotaGb: dailyCapGb }
      features: { disableLocalAuth: true }
    },
    empty(ruleId) ? {} : { defaultDataCollectionRuleResourceId: ruleId }
  )
}

output id string = workspace.id
