/** Expressions in configuration files. What reads them is loaded for whoever writes one. */
import { type AuthenticationConfiguration } from '../apis/apiserver/authentication.js';
import { type AuthorizationConfiguration } from '../apis/apiserver/authorization.js';
import { type Compile } from '../authentication/oidc/index.js';
import { type CompileCondition } from '../authorization/index.js';
import { type Features } from '../features/features.js';

export interface Configurations {
  readonly authenticationConfiguration?: AuthenticationConfiguration;
  readonly authorizationConfiguration?: AuthorizationConfiguration;
}

export class Expressions {
  readonly #features: Features;
  #claims: Compile | undefined;
  #conditions: CompileCondition | undefined;

  constructor(features: Features) {
    this.#features = features;
  }

  /** Over the claims of a token, or over the user that they make. */
  readonly compileClaims: Compile = (...expression) => loaded(this.#claims)(...expression);

  /** Over the spec of a SubjectAccessReview. */
  readonly compileCondition: CompileCondition = (...expression) => loaded(this.#conditions)(...expression);

  /** To be awaited before anything in these is compiled; undefined where all is there. */
  prepare({ authenticationConfiguration, authorizationConfiguration }: Configurations): Promise<unknown> | undefined {
    const { jwt = [] } = authenticationConfiguration ?? {};
    const { authorizers = [] } = authorizationConfiguration ?? {};
    const loading = [
      ...(this.#claims === undefined && jwt.some(hasExpression) ? [this.#loadClaims()] : []),
      ...(this.#conditions === undefined && authorizers.some(hasExpression) ? [this.#loadConditions()] : []),
    ];
    return loading.length === 0 ? undefined : Promise.all(loading);
  }

  async #loadClaims(): Promise<void> {
    const { claimCompiler } = await import('../authentication/oidc/compiler.js');
    this.#claims = claimCompiler(this.#features);
  }

  async #loadConditions(): Promise<void> {
    const { conditionCompiler } = await import('../authorization/condition-compiler.js');
    this.#conditions = conditionCompiler(this.#features);
  }
}

function loaded<T>(compile: T | undefined): T {
  if (compile === undefined) throw new Error('an expression is compiled before prepare() saw it');
  return compile;
}

/** Fields named expression or valueExpression, at any depth. */
function hasExpression(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, field]) => /^(?:valueE|e)xpression$/.test(name) || hasExpression(field));
}
