/** Expressions in configuration files: there are none. Whoever writes one is told at once, and not by a rule that does nothing. */
import { type Compile } from '../authentication/oidc/index.js';
import { type CompileCondition } from '../authorization/index.js';

/** Over the claims of a token, or over the user that they make. */
export const compileClaims: Compile = () => {
  throw new Error('kubemint has no CEL expressions here; name a claim');
};

/** Over the spec of a SubjectAccessReview. */
export const compileCondition: CompileCondition = () => {
  throw new Error('kubemint has no CEL expressions here; have the webhook decide');
};
