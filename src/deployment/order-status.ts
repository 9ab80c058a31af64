/** Status of a change order with SAE's numbers: facts/deployment A.4. */
export type OrderStatus =
  | 'running' // 1
  | 'success' // 2
  | 'failed' // 3
  | 'aborted' // 6
  | 'waitingConfirm' // 8
  | 'waitingBatch' // 9
  /** The batch timed out: reported, and nothing goes on until a person acts (A.1). SAE shows 1 with sub-status 1. */
  | 'paused'

/** SAE's `CoTypeCode` of the orders we know. */
export type OrderType =
  | 'CoCreateApp'
  | 'CoDeploy'
  | 'CoRollback'
  | 'CoScaleOut'
  | 'CoScaleIn'
  | 'CoRestartApplication'
  | 'CoStop'
  | 'CoStart'
