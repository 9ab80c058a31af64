/**
 * Seed 002, "Calling services through a dedicated gateway", sentence by sentence and in its order. Each is shown by a test, whose title has
 * `shownBy`, or nothing can show it, `because` of what it is. `eas-walkthrough` goes through Part I to III in one run.
 */
export type Sentence = { readonly says: string } & (
  | { readonly shownBy: string }
  | { readonly because: string }
)

const CONSOLE = 'It says where to click in the console, and a file has no console.'
const ADVICE = 'It praises or recommends and promises nothing that a run could break.'

export const SENTENCES: readonly Sentence[] = [
  // Introduction.
  {
    says: 'The shared gateway has a fixed policy and shared bandwidth: it is not for services of high concurrency',
    shownBy: 'the shared gateway limits each service',
  },
  {
    says: 'Dedicated gateways control access from public and private networks, have domains and bandwidth of their own',
    because: 'It sums up what the sentences below say one by one.',
  },
  // Overview.
  {
    says: 'EAS has two kinds of dedicated gateways',
    shownBy: 'an ALB gateway > "It supports HTTP and HTTPS"',
  },
  {
    says: 'The ALB gateway manages traffic at layer 7 and supports HTTP and HTTPS',
    shownBy: '"It supports HTTP and HTTPS"',
  },
  { says: 'It scales by itself, is reliable, and routes smartly', because: ADVICE },
  { says: 'In production use the ALB gateway', because: ADVICE },
  { says: 'The managed gateway is configured in the console of PAI, its domains as well', because: CONSOLE },
  {
    says: 'With a dedicated gateway autoscaling cannot scale from zero: the minimum has to be 1 or more',
    shownBy: '"With a dedicated gateway it cannot scale from zero: set the minimum to 1 or more"',
  },
  // Billing.
  {
    says: 'An ALB gateway is charged as the ALB instances that are bound to it',
    shownBy: 'seed 002: an ALB gateway costs what its ALBs cost',
  },
  {
    says: 'A managed gateway is paid as you go or by subscription',
    shownBy: 'seed 002: nodes of a managed gateway',
  },
  {
    says: 'Private calls of a managed gateway cost PrivateLink besides: instances and data',
    shownBy: 'seed 002: PrivateLink for private calls and CDT for public ones',
  },
  {
    says: 'Public calls of a managed gateway cost public traffic, through CDT',
    shownBy: 'seed 002: PrivateLink for private calls and CDT for public ones',
  },
  // Part I, ALB gateway.
  {
    says: 'First a logical configuration is made: no resources are created, and no costs arise',
    shownBy: '"In this step no cloud resources are created"',
  },
  { says: 'Log on, select a region, choose Application Load Balancer', because: CONSOLE },
  {
    says: 'The system checks the permissions of the service-linked role',
    because: 'There are no roles and permissions in a scenario.',
  },
  { says: 'Enter a name and submit', because: CONSOLE },
  {
    says: 'Enabling private or public access creates ALB instances in the account, binds them, and billing begins',
    shownBy: '"Enabling access creates an ALB instance and binds it to the gateway"',
  },
  {
    says: 'With both public and private access the same VPC must be used',
    shownBy: '"With both public and private access, the same VPC must be used"',
  },
  {
    says: 'All services of the gateway must be deployed in that same VPC',
    shownBy: '"All EAS services of this gateway must be deployed in that same VPC"',
  },
  { says: 'Open the details of the gateway, with a VPC tab and an Internet tab', because: CONSOLE },
  {
    says: 'Select at least two vSwitches in different zones',
    shownBy: '"Select at least two vSwitches in different zones"',
  },
  {
    says: 'Only one vSwitch can be selected for each zone',
    shownBy: '"Only one vSwitch can be selected for each zone"',
  },
  {
    says: 'If public access is enabled already, the VPC selected here must be the same, and the other way round',
    shownBy: '"If public access is enabled already, the VPC selected here must be the same"',
  },
  {
    says: 'The system starts to create the ALB instance',
    shownBy: '"The system starts to create the ALB instance"',
  },
  // Part I, managed gateway.
  {
    says: 'It has access control, custom domains, cross-account VPCs and authoritative DNS',
    because: 'It sums up what the sentences below say one by one.',
  },
  { says: 'Buy it with a specification after the capacity plan', because: CONSOLE },
  {
    says: 'When its status is Running it can be used',
    because: 'A gateway of a file was bought before the run begins, and no file can buy one later.',
  },
  {
    says: 'Specification and number of nodes can be updated; the changes are effective in about 3 to 5 minutes',
    shownBy: '"Specification and number of nodes can be updated; it takes about 3 to 5 minutes"',
  },
  {
    says: 'Turn on the access entry: the public channel opens',
    shownBy: '"Turn on the access entry: the public channel opens"',
  },
  {
    says: 'By default it cannot be accessed over the public network',
    shownBy: '"By default it cannot be accessed over the public network"',
  },
  {
    says: 'Enter the public IP ranges that are allowed, such as 192.0.2.0/24',
    shownBy: '"Enter the public IP ranges that are allowed, such as 192.0.2.0/24"',
  },
  {
    says: 'Entries are separated by commas or line breaks',
    shownBy: '"Entries are separated by commas or line breaks"',
  },
  {
    says: 'To allow any public IP address, add 0.0.0.0/0',
    shownBy: '"To allow any public IP address, add 0.0.0.0/0"',
  },
  { says: 'At most 15 ranges can be added', shownBy: '"At most 15 ranges can be added"' },
  {
    says: 'Add the public IP address of the local machine, and call the domain name address',
    shownBy: '"Add the public IP address of the local machine to the whitelist"',
  },
  {
    says: 'Turn off the access entry to disable public access',
    shownBy: '"Turn off the access entry to disable public access"',
  },
  {
    says: 'Add a VPC, and select the VPC and vSwitch to connect',
    shownBy: '"Add a VPC, and select the VPC and vSwitch to connect"',
  },
  {
    says: 'A VPC of another account in the same region can be added; its servers call over the VPC address',
    shownBy:
      '"The VPC of another account in the same region can be added; its servers call over the VPC address"',
  },
  {
    says: 'That is a whitelisted feature: submit a ticket',
    shownBy: '"This is a whitelisted feature: submit a ticket to use it"',
  },
  {
    says: 'Authoritative DNS serves callers of other clouds and data centres',
    shownBy:
      '"Authoritative DNS resolution, for callers of other clouds and data centres that are connected"',
  },
  {
    says: 'It needs a network connection beforehand',
    shownBy: '"… which requires a network connection beforehand"',
  },
  {
    says: 'It can be used with one VPC only',
    shownBy: '"Authoritative resolution can currently be used with one VPC only"',
  },
  {
    says: 'After a VPC is added 0.0.0.0/0 is in its whitelist; it can be modified',
    shownBy: '"After a VPC is added, 0.0.0.0/0 is in its whitelist; it can be modified as needed"',
  },
  {
    says: 'On a machine inside the VPC, call the domain name address',
    shownBy: '"On a machine inside the VPC, access the domain name address"',
  },
  {
    says: 'Inside the VPC it can be called from any zone',
    shownBy: '"Inside the VPC it can be called from any zone, not only from that of the vSwitch"',
  },
  { says: 'Delete the VPC to close its channel', shownBy: '"Delete the VPC to close its channel"' },
  {
    says: 'To use HTTPS, upload or buy a certificate first, then configure it on the gateway',
    shownBy: '"To use HTTPS, upload or buy an SSL certificate first, then configure it on the gateway"',
  },
  { says: 'Log on to the certificate management, buy or upload', because: CONSOLE },
  { says: 'Create a domain name in the Domain tab', because: CONSOLE },
  {
    says: 'With services deployed already, a public domain takes a short time, at most 5 minutes',
    shownBy:
      '"With services deployed already, wait a short time, at most 5 minutes, until a public domain is effective"',
  },
  {
    says: 'The invocation information of the service shows the domain when it is effective',
    because: 'There is no page of invocation information; the flow that gets through shows it.',
  },
  {
    says: 'Add a CNAME record that points to the public domain name of the gateway',
    shownBy: '"Add a CNAME record that points to the public domain name of the gateway"',
  },
  { says: 'In Alibaba Cloud DNS, add a record of the type CNAME', because: CONSOLE },
  { says: 'A private custom domain name', shownBy: '"A private custom domain name"' },
  {
    says: 'With services deployed already, a private domain takes a short time, at most 5 minutes',
    shownBy:
      '"With services deployed already, wait a short time, at most 5 minutes, until a private domain is effective"',
  },
  {
    says: 'A gateway can be set as the default one, which is selected automatically for later deployments',
    shownBy:
      '"A gateway can be set as the default one, which is selected automatically for services that are deployed"',
  },
  // Part II.
  {
    says: 'For an existing service, update it to change its gateway',
    shownBy: '"For an existing service, update it to change the gateway that it is bound to"',
  },
  { says: 'Choose Custom Deployment', because: CONSOLE },
  {
    says: 'In the network information select the gateway',
    shownBy: '"In the network information, select the gateway"',
  },
  {
    says: 'With an ALB gateway the service must be in the VPC of the gateway',
    shownBy: '"All EAS services of this gateway must be deployed in that same VPC"',
  },
  // Part III.
  {
    says: 'The Internet endpoint, the VPC endpoint and the token are shown',
    shownBy: '"The Internet endpoint, the VPC endpoint and the token are shown"',
  },
  {
    says: 'A public call can be made from a local terminal',
    shownBy: '"A public call can be made from a local terminal"',
  },
  {
    says: 'A private call has to be made from a machine inside the VPC',
    shownBy: '"A private call has to be made from a machine inside the VPC"',
  },
  { says: "curl <endpoint_URL> -H'Authorization:<token>'", shownBy: '"curl <endpoint_URL> -H' },
  {
    says: 'The test of a GET request without parameters is expected to return True',
    shownBy: '"The test of a GET request without parameters is expected to be answered"',
  },
  // Management and monitoring.
  { says: 'ALB gateways are managed and monitored in the console of ALB', because: CONSOLE },
  {
    says: 'By default logs and monitoring of a managed gateway are disabled',
    shownBy: '"By default logs and monitoring are disabled"',
  },
  { says: 'Enable them in their tabs', shownBy: '"Enable monitoring"' },
  {
    says: 'If a service behind them, such as Log Service, is not active, it has to be activated first',
    because: 'Whether an account has activated a service is not in a scenario.',
  },
  { says: 'Enabling logs, monitoring and alerts is recommended', because: ADVICE },
  { says: 'Create an alert policy with alert rules', shownBy: '"Create an alert policy"' },
  {
    says: 'The variable {{$labels.envoy_clusterid}} shows an internal ID and no name: put the name into the template',
    shownBy: 'should be rows of the picture and a block, with the gateway by its name (seed 002)',
  },
  // The table of alert metrics: definition, recommended threshold, scenario.
  {
    says: 'CPU utilisation, above 85 % for 5 minutes: scale up',
    shownBy: 'seed 002: CPU utilisation above 85 % for 5 minutes',
  },
  {
    says: 'Memory utilisation, above 85 % for 5 minutes: it may be killed',
    shownBy: 'seed 002: memory utilisation above 85 % for 5 minutes',
  },
  {
    says: 'Success ratio, (2xx / total) * 100 %, below 99.9 % for 1 minute: services or configuration',
    shownBy: 'seed 002: success ratio, 2xx of all requests, below 99.9 % for 1 minute',
  },
  { says: 'Days of the certificate, fewer than 15: renew it', shownBy: 'seed 002: fewer than 15 days' },
  {
    says: '4xx and 5xx ratios, with separate alerts',
    shownBy: 'seed 002: 4xx above 5 % for 5 minutes, apart from 5xx',
  },
  { says: '5xx above 1 % for 1 minute: servers', shownBy: 'seed 002: 5xx above 1 % for 1 minute' },
  {
    says: '4xx above 5 % for 5 minutes: calls or authentication',
    shownBy: 'seed 002: 4xx above 5 % for 5 minutes',
  },
  {
    says: 'Mean response time of all requests, after the baseline, such as above 200 ms for 3 minutes',
    shownBy: 'seed 002: mean response time of all requests',
  },
  {
    says: 'Requests of N minutes against the same N minutes of the day before, below -50 % or above 200 % for 10 minutes',
    shownBy: 'seed 002: N minutes against the same N minutes of the day before',
  },
  {
    says: 'Requests refused by the rate limit, above 10 a minute',
    shownBy: 'seed 002: rate-limited requests above 10 a minute',
  },
  // FAQ.
  {
    says: 'vSwitch … in zone cn-beijing-g is not supported, supported zones: [cn-beijing-i cn-beijing-l cn-beijing-k]',
    shownBy:
      'in zone cn-beijing-g is not supported, supported zones: [cn-beijing-i cn-beijing-l cn-beijing-k]',
  },
  {
    says: 'Select a vSwitch in one of the supported zones',
    shownBy: '"Select a vSwitch that is in one of the supported zones"',
  },
]
