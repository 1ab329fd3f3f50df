/**
 * May a plan go on with changes that the brokers could not check? `auto`: it notes them; `required`: it blocks them,
 * as an apply always does; `off`: the brokers are not asked.
 */
export const VALIDATIONS = ['auto', 'required', 'off'] as const;
export type Validation = (typeof VALIDATIONS)[number];
