import type { ErrorDetail } from '@naas/contract';
import type { Settings } from '@naas/core';
import type { Platforms } from '../services.js';

/** A body that may violate its schema; it is known only to be an object. */
export type RawFields = Readonly<Record<string, unknown>>;

/** The facts that a body is checked against, besides its schema. */
export interface BodyFacts {
  readonly platforms: Platforms;
  readonly settings: Settings;
  /** Whether the caller's own credentials are a device login, so that the body does not need one. */
  readonly hasLogin: boolean;
}

/** The rules that a body must satisfy. */
export interface BodyRules<Body = unknown> {
  /** JSON Schema, 2020-12. */
  readonly schema: object & { readonly $id: string };
  /** Whether a missing body counts as {}. Default: false. */
  readonly isOptional?: boolean;
  /**
   * Finds faults that involve several fields, the caller, the platform or the settings. It is called even if
   * the schema failed, so fields may be of any type.
   */
  readonly faults: (fields: RawFields, facts: BodyFacts) => readonly ErrorDetail[];
  /** Never set; only carries the type of a valid body. */
  readonly passed?: Body;
}
