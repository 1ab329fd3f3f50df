/** What AWS publishes of an action. */
export interface ActionFacts {
  /** It knows no resources: whatever is named but `*` never matches. */
  readonly isForAll: boolean;
  /** It changes something. */
  readonly isWrite: boolean;
  /** Such as `aws:ResourceTag/${TagKey}`, in small letters. */
  readonly conditionKeys: readonly string[];
}

/** By action, in small letters; one that is not there does not exist. */
export type IamFacts = ReadonlyMap<string, ActionFacts>;
