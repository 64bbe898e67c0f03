@export()
@description('Tags, by name.')
type tagsType = { *: string }

@export()
@description('App settings, by name.')
type settingsType = { *: string }

@export()
@description('Always-ready instances.')
type alwaysReadyType = {
  @description('"http", or "function:" followed by the name of a queue or timer function.')
  name: string

  @minValue(1)
  instanceCount: int
}
