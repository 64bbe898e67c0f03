// Postern on Azure, as `azd up` deploys it. docs/operating.md explains the parameters and what they cost.
targetScope = 'subscription'

import { alwaysReadyType } from 'modules/types.bicep'

@minLength(1)
@maxLength(40)
@description('Name of the azd environment; all resource names are derived from it.')
param environmentName string

@minLength(1)
@description('Region. It must offer Flex Consumption, and availability zones unless mailStorageSku is Standard_LRS or Standard_GRS.')
param location string

@allowed([512, 2048, 4096])
@description('Memory of an instance. It determines the price: about 0.000026 USD per GB and second while a function runs, so 2048 costs four times as much as 512. A mail of 25 MB fits into 2048.')
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('Maximum number of instances; an idle app has none and costs nothing. This limits the cost: each instance costs at most about 0.19 USD an hour with 2048 MB.')
param maximumInstanceCount int = 100

@description('Always-ready instances, such as [{"name":"http","instanceCount":1}]; each costs about 0.000004 USD per GB and second, some 21 USD a month with 2048 MB, and more while it runs.')
param alwaysReady alwaysReadyType[] = []

@description('Public address of the app; empty: the one that Azure assigns.')
param publicUrl string = ''

@description('When to check for mailboxes that are due (six-field NCRONTAB).')
param fetchSchedule string = '0 * * * * *'

@description('When to check for delayed work that is due and stalled work (six-field NCRONTAB).')
param housekeepingSchedule string = '30 * * * * *'

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('Redundancy of the mail account: one data center (LRS), three zones (ZRS, where the region has zones), or a second region as well (GRS, GZRS). Stored data costs about 1 (LRS), 1.25 (ZRS), 2 (GRS) and 2.25 (GZRS) times as much.')
param mailStorageSku string = 'Standard_ZRS'

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

@description('Object ids of service principals (managed identities) of programs: they may put messages on the queues for programs and receive events.')
param programPrincipalIds string[] = []

@description('Whether Azure Communication Services Email is the default server. It requires the other parameters that begin with email.')
param emailService bool = false

@description('Domain that Azure Communication Services sends from; empty: an Azure-managed domain, for a trial.')
param emailDomain string = ''

@description('Whether emailDomain is verified. An unverified domain cannot be linked: the first deployment creates it, and a deployment after its verification sends from it.')
param emailDomainVerified bool = false

@description('Local parts of the sender addresses.')
param emailSenders string[] = ['notifications', 'bounce', 'catchall']

@description('Data location of Azure Communication Services.')
param emailDataLocation string = 'Europe'

@description('Client id of the application that signs in to Azure Communication Services; its secret is defaultServerPassword.')
param emailApplicationId string = ''

@description('Object id of the service principal of that application.')
param emailApplicationPrincipalId string = ''

@description('SMTP server that is used while no outgoing server is configured; empty: none. Not with emailService.')
param defaultServerHost string = ''
param defaultServerPort int = 587

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
var appName = 'func-${short}'
// Until its domain can send, the service is not the default server: it would reject mail permanently.
var emailSends = emailService && (empty(emailDomain) || emailDomainVerified)
var password = empty(defaultServerPassword)
  ? ''
  : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/default-server-password)'
var signingKey = empty(mailgunSigningKey)
  ? ''
  : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/mailgun-signing-key)'
var eventKey = empty(acsKey) ? '' : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/acs-key)'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-${short}', location: location, tags: tags }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: 'sthost${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    recoverVault: recoverVault
    makeWrappingKey: ownWrappingKey
    defaultServerPassword: defaultServerPassword
    mailgunSigningKey: mailgunSigningKey
    acsKey: acsKey
  }
}

module mailStorage 'modules/mail-storage.bicep' = {
  scope: group
  params: {
    name: 'stmail${token}'
    location: location
    tags: tags
    skuName: mailStorageSku
    principalId: identity.outputs.principalId
    programPrincipalIds: programPrincipalIds
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
      Mailgun__SigningKey: signingKey
      Acs__Key: eventKey
      Ses__Topics: sesTopics
      Network__AllowPrivate: string(allowPrivateAddresses)
      Tls__CaFile: certificateAuthorities
      Dns__Server: dnsServer
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
      Telemetry__TraceShare: traceShare
    }
  }
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
