import type { ErrorDetail } from '@naas/contract';
import type { Settings } from '@naas/core';
import type { Platforms } from '../services.js';

/** A body as it came, before anything is known of it but that it is an object. */
export type RawFields = Readonly<Record<string, unknown>>;

/** What a body is judged by, beside its schema. */
export interface BodyFacts {
  readonly platforms: Platforms;
  readonly settings: Settings;
  /** Whether the caller's own credentials are a login at devices, so that the body needs none. */
  readonly hasLogin: boolean;
}

/** What a body must be. */
export interface BodyRules<Body = unknown> {
  /** JSON Schema, 2020-12. */
  readonly schema: object & { readonly $id: string };
  /** True: no body at all is as good as {}. */
  readonly isOptional?: boolean;
  /**
   * Faults that concern several fields at once. Fields may be of any type here: it is asked even if the
   * schema failed.
   */
  readonly faults: (fields: RawFields, facts: BodyFacts) => readonly ErrorDetail[];
  /** Never set: carries the type of a body that passed. */
  readonly passed?: Body;
}
