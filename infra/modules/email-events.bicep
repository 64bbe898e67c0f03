@description('Subscription of the gateway to the delivery reports of Azure Communication Services.')
param topicName string
param url string

@secure()
param key string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'postern'
  properties: {
    destination: {
      endpointType: 'WebHook'
      properties: {
        // In the URL and not in a field: the call that asks for consent has the URL only. Event Grid shows it without the query.
        #disable-next-line use-secure-value-for-secure-inputs // It is made of a parameter that is secure.
        endpointUrl: '${url}/api/inbound/acs?key=${uriComponent(key)}'
        minimumTlsVersionAllowed: '1.2'
      }
    }
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: { includedEventTypes: ['Microsoft.Communication.EmailDeliveryReportReceived'] }
    // Events that are older are refused by the gateway.
    retryPolicy: { eventTimeToLiveInMinutes: 1440, maxDeliveryAttempts: 30 }
  }
}
