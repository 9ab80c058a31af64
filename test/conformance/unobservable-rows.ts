/** Rows of facts/vpc with confidence A or B that no scenario can show, each with the reason. */
export const UNOBSERVABLE: Readonly<Record<string, string>> = {
  'R1.7':
    'A VPC stands from the beginning of a run, and nothing shows the status that it had while it was made.',
  'R1.17': 'A vSwitch stands from the beginning of a run, as its VPC does.',
  'R3.9': 'A file says which EIPs it has; how the platform picked them at their purchase lies before it.',
  'R3.11': 'There are no bills in a scenario, so no EIP is ever locked for one.',
  'R4.3': 'A NAT gateway stands from the beginning of a run, and has no status.',
  'R4.19': 'An SNAT entry holds from the instant at which it is set, and has no status in between.',
  'R5.6': 'There are no classic networks in a scenario, so every security group is one of a VPC.',
  'R5.16':
    'A rule of a file has one key for its far side, which holds one value: there is nothing to prefer.',
  'R5.18': 'The rules that the console suggests for a new group are written into a file or are not there.',
  'R6.6': 'The type is a label of entries in the API; all entries of a file are custom ones.',
  'R6.16': 'Servers of a scenario have no instance family, hence no old one.',
  'R7.12': 'A scenario has one region.',
  'R10.1': 'It says how the API of NIS is called, and nobody calls it here.',
  'R10.2': 'It says what the analysis of NIS leaves out; ours is another one.',
  'R10.3': 'It says how NIS is used for a way back; ours walks both ways in one run.',
  'R10.4': 'It lists the kinds of ends that the API of NIS takes.',
  'R10.5': 'It lists the states of an analysis in the API of NIS.',
  'R10.7': 'It describes the fields of an answer of NIS.',
}
