// Postern on Azure, as `azd up` deploys it. docs/deploy.md explains the parameters and what they cost.
targetScope = 'subscription'

import { alwaysReadyType } from 'modules/types.bicep'

@minLength(1)
@maxLength(40)
@description('Name of the azd environment; all resource names are derived from it.')
param environmentName string

// Regions that offer Flex Consumption; `az functionapp list-flexconsumption-locations` has the current list.
@allowed([
  'australiaeast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'switzerlandnorth'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
@metadata({ azd: { type: 'location' } })
@description('Region of all resources.')
param location string

@description('Object id of whoever deploys; azd sets it.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal'])
@description('What principalId is: a person, or a pipeline\'s service principal. azd sets it.')
param principalType string = 'User'

@description('Whether whoever deploys gets the roles on data that the smoke test, changing secrets and backups need. They give access to mail and passwords, and stay until they are removed.')
param deployerRoles bool = false

@allowed([512, 2048, 4096])
@description('Memory of an instance. It determines the price: about 0.000026 USD per GB and second while a function runs, so 2048 costs four times as much as 512. Ten mails of 25 MB at once were seen to need about 765 MB of host and worker, and small mail 445, so 512 is too little where large mails come; docs/cost.md has the figures.')
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('Maximum number of instances; an idle app has none and costs nothing. This limits the cost: each instance costs at most about 0.19 USD an hour with 2048 MB.')
param maximumInstanceCount int = 100

@description('Always-ready instances, such as [{"name":"http","instanceCount":1}]; each costs about 0.000004 USD per GB and second, some 21 USD a month with 2048 MB, and more while it runs.')
param alwaysReady alwaysReadyType[] = []

@description('Whether the plan spreads instances over availability zones. The platform then keeps two instances of HTTP, and of each queue and timer function, running all the time, and bills them as always ready.')
param zoneRedundant bool = false

@allowed(['Recreate', 'RollingUpdate'])
@description('How running instances are replaced by a deployment or a change of settings: all at once, which ends what they are doing, or one batch after another (preview).')
param siteUpdateStrategy string = 'Recreate'

@description('Whether storage and vault are reached through a private network only; their public addresses are closed.')
param vnetEnabled bool = false

@description('Address range of the private network; the app and the private endpoints get the first two /24 of it.')
param vnetAddressPrefix string = '10.0.0.0/16'

@description('With vnetEnabled: whether a NAT gateway lets the app reach mail servers on the Internet, from one fixed address. Without it the network needs another way out.')
param vnetNatGateway bool = true

@description('Networks (CIDR) and service tags (AzureEventGrid) that may reach the app; empty: everybody. The platform applies this to all paths, so it must name whoever sends webhooks and pushes mail, and it shuts out the links in mails.')
param siteAllowedNetworks string[] = []

@description('Public address of the app; empty: the one that Azure assigns.')
param publicUrl string = ''

@description('When to check for mailboxes that are due (six-field NCRONTAB).')
param fetchSchedule string = '0 * * * * *'

@description('When to check for delayed work that is due and stalled work (six-field NCRONTAB).')
param housekeepingSchedule string = '30 * * * * *'

@allowed(['', 'Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('Redundancy of the mail account: one data center (LRS), three zones (ZRS), or a second region as well (GRS, GZRS); empty: ZRS where the region has zones, else LRS. Stored data costs about 1 (LRS), 1.25 (ZRS), 2 (GRS) and 2.25 (GZRS) times as much.')
param mailStorageSku string = ''

@allowed(['', 'Standard_LRS', 'Standard_ZRS'])
@description('Redundancy of the storage of the Functions host; empty: ZRS where the region has zones, else LRS.')
param hostStorageSku string = ''

@description('Whether a lock prevents that the mail account is deleted. azd down then fails until the lock is removed.')
param lockMail bool = false

@description('Whether the vault logs to the workspace who used which secret.')
param vaultLogs bool = true

@description('Whether the mail account logs to the workspace who read, wrote and deleted what. Each call of the gateway is a record too, some 16 a mail.')
param storageLogs bool = false

@minValue(1)
@description('Days after which raw mail is deleted in any case. The gateway itself deletes raw mail after its parameter mail.raw.days, except mail that waits for a person; this value must be well above that.')
param rawMailDays int = 400

@minValue(1)
@maxValue(365)
@description('Days for which deleted blobs and containers can be restored.')
param undeleteDays int = 14

@description('Whether a customer-managed key in the Key Vault of this deployment wraps the encryption key of the mail account, instead of a Microsoft-managed key.')
param ownWrappingKey bool = false

@description('Whether to recover the vault of a deployment that was taken down less than 90 days ago. Only for the first deployment after that: without a deleted vault the deployment fails.')
param recoverVault bool = false

@description('Object ids of service principals (managed identities) of programs: they may put messages on the queues for programs, and receive events also as a Functions app with a queue trigger does.')
param programPrincipalIds string[] = []

@description('Whether events are also published to an Event Grid topic, which several programs can subscribe to.')
param eventTopic bool = false

@description('With eventTopic: whether events are put on the queue mail-events as well. A queue that nobody reads grows.')
param eventQueue bool = true

@description('Whether Azure Communication Services Email is the default server. It requires the other parameters that begin with email.')
param emailService bool = false

@description('Domain that Azure Communication Services sends from; empty: an Azure-managed domain, for a trial.')
param emailDomain string = ''

@description('Whether emailDomain is verified. An unverified domain cannot be linked: the first deployment creates it, and a deployment after its verification sends from it.')
param emailDomainVerified bool = false

@description('Local parts that may send beside donotreply. Azure refuses them, and with them the deployment, for its own domain and until the sending limits of one\'s own domain were raised on request.')
param emailSenders string[] = []

@description('Data location of Azure Communication Services.')
param emailDataLocation string = 'Europe'

@description('Client id of the application that signs in to Azure Communication Services; its secret is defaultServerPassword.')
param emailApplicationId string = ''

@description('Object id of the service principal of that application.')
param emailApplicationPrincipalId string = ''

@description('SMTP server that is used while no outgoing server is configured; empty: none. Not with emailService.')
param defaultServerHost string = ''
param defaultServerPort int = 587

@description('Address that all mail through the default server is sent from, if the server allows one only; empty: no such limit. With emailService and no emailSenders it is DoNotReply@ the domain.')
param defaultServerFrom string = ''

@description('Day on which the password of the default server ends (2027-05-31); empty: unknown. GET /api/health warns 30 days before.')
param defaultServerExpires string = ''

@allowed(['Tls', 'StartTls', 'StartTlsWhenAvailable', 'None'])
param defaultServerSecurity string = 'StartTls'
param defaultServerUserName string = ''
param defaultServerVerifyCertificate bool = true

@description('Whether mail through the default server is signed with the DKIM keys of the alias domains.')
param defaultServerSign bool = false

@minValue(0)
@description('Recipients in any 24 hours; 0: no limit.')
param defaultServerDailyLimit int = 200

@secure()
@description('Password of the default server. It is stored in Key Vault.')
param defaultServerPassword string = ''

@secure()
@description('Webhook signing key of a Mailgun account that pushes mail to the gateway; empty: its mail is not accepted. It is stored in Key Vault.')
param mailgunSigningKey string = ''

@secure()
@description('Secret that is sent with the events of Azure Communication Services; empty: they are not accepted. It is stored in Key Vault.')
param acsKey string = ''

@description('Comma-separated ARNs of the SNS topics that Amazon SES publishes to; empty: they are not accepted.')
param sesTopics string = ''

@description('Whether mail servers may have private addresses.')
param allowPrivateAddresses bool = false

@description('PEM file in the package with additional certificate authorities for mail servers; empty: none.')
param certificateAuthorities string = ''

@description('IP address of the resolver for the check of a domain\'s records; empty: Azure\'s.')
param dnsServer string = ''

@minValue(30)
@maxValue(730)
@description('Days for which telemetry is kept; the first 31 are free.')
param telemetryDays int = 30

@description('Daily cap of telemetry in GB; each GB costs about 2.30 USD or more. Telemetry above the cap is dropped until the next day, including the metrics that the alerts query.')
param telemetryDailyGb int = 5

@description('Fraction of the mails whose traces are kept, from 0 to 1. Metrics always count every mail.')
param traceShare string = '0.1'

@description('Addresses that alerts are sent to; empty: alerts are only shown in the portal.')
param alertAddresses string[] = []

@minValue(5)
@description('Minutes by which a confirmed mailbox may be overdue before an alert.')
param alertMailboxOverdueMinutes int = 30

@minValue(5)
param alertWaitingMinutes int = 15

@minValue(1)
@maxValue(100)
param alertFailedPercent int = 10

@allowed([1, 2, 3, 4, 5, 6, 24])
param alertSilentHours int = 24

// Must equal the service's name in azure.yaml.
var serviceName = 'mail'
var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var short = 'postern-${token}'
var hostStorageName = 'sthost${token}'
var mailStorageName = 'stmail${token}'
var vaultName = 'kv-${token}'
var appName = 'func-${short}'
// Flex Consumption is offered there, availability zones are not.
var zonelessRegions = ['northcentralus', 'southindia', 'ukwest', 'westcentralus', 'westus']
var zonalSku = contains(zonelessRegions, location) ? 'Standard_LRS' : 'Standard_ZRS'
// Until its domain can send, the service is not the default server: it would reject mail permanently.
var emailSends = emailService && (empty(emailDomain) || emailDomainVerified)
var password = empty(defaultServerPassword)
  ? ''
  : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/default-server-password)'
var signingKey = empty(mailgunSigningKey)
  ? ''
  : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/mailgun-signing-key)'
var eventKey = empty(acsKey) ? '' : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/acs-key)'

// Other senders than this one are refused by default.
var emailFrom = emailSends && empty(emailSenders)
  ? 'DoNotReply@${empty(emailDomain) ? (email.?outputs.domain ?? '') : emailDomain}'
  : ''

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-${short}', location: location, tags: tags }
}

module network 'modules/network.bicep' = if (vnetEnabled) {
  scope: group
  params: {
    name: 'vnet-${short}'
    location: location
    tags: tags
    addressPrefix: vnetAddressPrefix
    natGateway: vnetNatGateway
  }
}

module privateEndpoints 'modules/private-endpoints.bicep' = if (vnetEnabled) {
  scope: group
  params: {
    location: location
    tags: tags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointSubnetId
    hostStorageName: hostStorageName
    mailStorageName: mailStorageName
    vaultName: vaultName
  }
  dependsOn: [hostStorage, mailStorage, vault]
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: hostStorageName
    location: location
    tags: tags
    skuName: empty(hostStorageSku) ? zonalSku : hostStorageSku
    principalId: identity.outputs.principalId
    isPrivate: vnetEnabled
  }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: vaultName
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    recoverVault: recoverVault
    makeWrappingKey: ownWrappingKey
    defaultServerPassword: defaultServerPassword
    mailgunSigningKey: mailgunSigningKey
    acsKey: acsKey
    isPrivate: vnetEnabled
    logWorkspaceId: vaultLogs ? monitoring.outputs.workspaceId : ''
    deployerId: deployerRoles ? principalId : ''
    deployerType: principalType
  }
}

module mailStorage 'modules/mail-storage.bicep' = {
  scope: group
  params: {
    name: mailStorageName
    location: location
    tags: tags
    skuName: empty(mailStorageSku) ? zonalSku : mailStorageSku
    principalId: identity.outputs.principalId
    programPrincipalIds: programPrincipalIds
    isPrivate: vnetEnabled
    isLocked: lockMail
    logWorkspaceId: storageLogs ? monitoring.outputs.workspaceId : ''
    deployerId: deployerRoles ? principalId : ''
    deployerType: principalType
    rawMailDays: rawMailDays
    undeleteDays: undeleteDays
    ownWrappingKey: ownWrappingKey
    keyIdentityId: identity.outputs.id
    keyVaultUri: vault.outputs.uri
    keyName: vault.outputs.wrappingKeyName
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-${short}'
    ruleName: 'dcr-${short}'
    componentName: 'appi-${short}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    retentionDays: telemetryDays
    dailyCapGb: telemetryDailyGb
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    prefix: short
    location: location
    tags: tags
    componentId: monitoring.outputs.componentId
    emailAddresses: alertAddresses
    mailboxOverdueMinutes: alertMailboxOverdueMinutes
    waitingMinutes: alertWaitingMinutes
    failedPercent: alertFailedPercent
    silentHours: alertSilentHours
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    name: guid(subscription().id, environmentName, location, 'workbook')
    location: location
    tags: tags
    componentId: monitoring.outputs.componentId
  }
}

module events 'modules/event-topic.bicep' = if (eventTopic) {
  scope: group
  params: {
    name: 'evgt-${short}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module email 'modules/email.bicep' = if (emailService) {
  scope: group
  params: {
    communicationName: 'acs-${short}'
    emailName: 'email-${short}'
    tags: tags
    dataLocation: emailDataLocation
    domainName: emailDomain
    domainVerified: emailDomainVerified
    senderNames: emailSenders
    smtpUserName: short
    applicationId: emailApplicationId
    applicationPrincipalId: emailApplicationPrincipalId
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: appName
    planName: 'plan-${short}'
    location: location
    tags: tags
    serviceName: serviceName
    identityId: identity.outputs.id
    packageContainerUrl: hostStorage.outputs.packageContainerUrl
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
    siteUpdateStrategy: siteUpdateStrategy
    subnetId: network.?outputs.appSubnetId ?? ''
    allowedNetworks: siteAllowedNetworks
    settings: {
      AzureWebJobsStorage__blobServiceUri: hostStorage.outputs.blobEndpoint
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.outputs.clientId
      MailStorage__tableServiceUri: mailStorage.outputs.tableEndpoint
      MailStorage__queueServiceUri: mailStorage.outputs.queueEndpoint
      MailStorage__blobServiceUri: mailStorage.outputs.blobEndpoint
      MailStorage__credential: 'managedidentity'
      MailStorage__clientId: identity.outputs.clientId
      KeyVault__Uri: vault.outputs.uri
      KeyVault__ClientId: identity.outputs.clientId
      PublicUrl: empty(publicUrl) ? 'https://${appName}.azurewebsites.net' : publicUrl
      FetchSchedule: fetchSchedule
      HousekeepingSchedule: housekeepingSchedule
      DefaultServer__Host: emailSends ? 'smtp.azurecomm.net' : defaultServerHost
      DefaultServer__Port: emailSends ? '587' : string(defaultServerPort)
      DefaultServer__Security: emailSends ? 'StartTls' : defaultServerSecurity
      DefaultServer__UserName: emailSends ? short : defaultServerUserName
      DefaultServer__Password: password
      DefaultServer__VerifyCertificate: string(defaultServerVerifyCertificate)
      DefaultServer__Sign: string(defaultServerSign)
      DefaultServer__DailyLimit: string(defaultServerDailyLimit)
      DefaultServer__From: empty(defaultServerFrom) ? emailFrom : defaultServerFrom
      DefaultServer__PasswordExpires: defaultServerExpires
      EventGrid__TopicEndpoint: events.?outputs.endpoint ?? ''
      EventGrid__ClientId: identity.outputs.clientId
      EventGrid__KeepQueue: string(eventQueue)
      Mailgun__SigningKey: signingKey
      Acs__Key: eventKey
      Ses__Topics: sesTopics
      Network__AllowPrivate: string(allowPrivateAddresses)
      Tls__CaFile: certificateAuthorities
      Dns__Server: dnsServer
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
      Telemetry__TraceShare: traceShare
      // Of the host's own traces; the gateway keeps its own by Telemetry__TraceShare.
      OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
      OTEL_TRACES_SAMPLER_ARG: '0.01'
    }
  }
  // The app reads its package through the private endpoints.
  dependsOn: [privateEndpoints]
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_MAIL_NAME string = app.outputs.name
output SERVICE_MAIL_URI string = app.outputs.uri
output POSTERN_MAIL_STORAGE string = mailStorage.outputs.name
output POSTERN_KEY_VAULT string = vault.outputs.name
output POSTERN_TELEMETRY string = monitoring.outputs.componentName
output POSTERN_EMAIL_DOMAIN string = email.?outputs.domain ?? ''
output POSTERN_EMAIL_EVENTS string = email.?outputs.eventsName ?? ''
output POSTERN_EVENT_TOPIC_NAME string = events.?outputs.name ?? ''
