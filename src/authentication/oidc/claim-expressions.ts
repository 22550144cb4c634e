/** Claim rules and mappings, checked and compiled. Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go. */
import {
  type ClaimMappings,
  type ClaimValidationRule,
  type JWTAuthenticatorConfiguration,
  type PrefixedClaimOrExpression,
  type UserValidationRule,
} from '../../apis/apiserver/authentication.js';
import { duplicate, type FieldError, invalid, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { validateDomainPrefixedPath } from '../../apis/validation/domain-prefixed-path.js';
import { type Compile, type Expression, type ExpressionSubject, type ExpressionType } from './expressions.js';

export interface Rule {
  readonly expression: Expression;
  readonly message: string;
}

/** The expressions of an authenticator; undefined or empty where it has none of that kind. */
export interface CompiledClaims {
  username: Expression | undefined;
  groups: Expression | undefined;
  uid: Expression | undefined;
  readonly extra: { readonly key: string; readonly expression: Expression }[];
  readonly claimRules: Rule[];
  readonly userRules: Rule[];
}

export function compileClaims(
  { claimValidationRules = [], claimMappings = {}, userValidationRules = [] }: JWTAuthenticatorConfiguration,
  path: Path,
  compile: Compile,
): { errors: FieldError[]; compiled: CompiledClaims } {
  const compiler = new Compiler(compile);
  compiler.claimRules(claimValidationRules, path.child('claimValidationRules'));
  compiler.mappings(claimMappings, path.child('claimMappings'));
  compiler.userRules(userValidationRules, path.child('userValidationRules'));
  return compiler;
}

class Compiler {
  readonly errors: FieldError[] = [];
  readonly compiled: CompiledClaims = {
    ...{ username: undefined, groups: undefined, uid: undefined },
    ...{ extra: [], claimRules: [], userRules: [] },
  };
  readonly #compile: Compile;

  constructor(compile: Compile) {
    this.#compile = compile;
  }

  claimRules(rules: readonly ClaimValidationRule[], root: Path): void {
    const claims = new Set<string>();
    const expressions = new Set<string>();
    for (const [i, { claim = '', requiredValue = '', expression = '', message = '' }] of rules.entries()) {
      const path = root.index(i);
      if (claim !== '' && expression !== '') {
        this.#error(invalid(path, claim, "claim and expression can't both be set"));
      } else if (claim !== '') {
        if (message !== '')
          this.#error(invalid(path.child('message'), message, 'may not be specified when claim is set'));
        if (claims.has(claim)) this.#error(duplicate(path.child('claim'), claim));
        claims.add(claim);
      } else if (expression !== '') {
        if (requiredValue !== '') {
          this.#error(
            invalid(path.child('requiredValue'), requiredValue, 'may not be specified when expression is set'),
          );
        }
        const compiled = this.#rule(expression, message, path, expressions, 'claims');
        if (compiled !== undefined) this.compiled.claimRules.push(compiled);
      } else {
        this.#error(required(path, 'claim or expression is required'));
      }
    }
  }

  mappings({ username = {}, groups = {}, uid = {}, extra = [] }: ClaimMappings, path: Path): void {
    this.compiled.username = this.#prefixed(username, path.child('username'), true);
    this.compiled.groups = this.#prefixed(groups, path.child('groups'), false);
    const { claim = '', expression = '' } = uid;
    if (claim !== '' && expression !== '') {
      this.#error(invalid(path.child('uid'), '', "claim and expression can't both be set"));
    } else if (expression !== '') {
      this.compiled.uid = this.#claims(expression, path.child('uid', 'expression'));
    }
    const keys = new Set<string>();
    for (const [i, { key = '', valueExpression = '' }] of extra.entries()) {
      this.#extra(key, valueExpression, path.child('extra').index(i), keys);
    }
    const { claimRules } = this.compiled;
    const verifying = [...this.compiled.extra, ...claimRules].map((rule) => rule.expression);
    const { username: name } = this.compiled;
    if (name?.uses('email') === true && ![name, ...verifying].some((each) => each.uses('email_verified'))) {
      const text =
        'claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression';
      this.#error(invalid(path.child('username', 'expression'), name.text, text));
    }
  }

  userRules(rules: readonly UserValidationRule[], root: Path): void {
    const expressions = new Set<string>();
    for (const [i, { expression = '', message = '' }] of rules.entries()) {
      const path = root.index(i);
      if (expression === '') {
        this.#error(required(path.child('expression')));
        continue;
      }
      const compiled = this.#rule(expression, message, path, expressions, 'user');
      if (compiled !== undefined) this.compiled.userRules.push(compiled);
    }
  }

  #prefixed(mapping: PrefixedClaimOrExpression, path: Path, needed: boolean): Expression | undefined {
    const { claim = '', expression = '', prefix } = mapping;
    const before = this.errors.length;
    let compiled: Expression | undefined;
    if (expression !== '' && claim !== '') {
      this.#error(invalid(path, '', "claim and expression can't both be set"));
    } else if (expression !== '') {
      if (prefix !== undefined) {
        this.#error(invalid(path.child('prefix'), prefix, 'may not be specified when expression is set'));
      }
      compiled = this.#claims(expression, path.child('expression'));
    } else if (claim !== '') {
      const text = 'prefix is required when claim is set. It can be set to an empty string to disable prefixing';
      if (prefix === undefined) this.#error(required(path.child('prefix'), text));
    } else if (needed) {
      this.#error(required(path, 'claim or expression is required'));
    }
    return this.errors.length > before ? undefined : compiled;
  }

  #extra(key: string, expression: string, path: Path, keys: Set<string>): void {
    const at = path.child('key');
    for (const error of validateDomainPrefixedPath(key, at)) this.#error(error);
    if (key !== key.toLowerCase()) this.#error(invalid(at, key, 'must be lowercase'));
    const domain = key.includes('/') ? (key.split('/', 1)[0] ?? '') : '';
    if (['kubernetes.io', 'k8s.io'].some((reserved) => domain === reserved || domain.endsWith(`.${reserved}`))) {
      const text = 'k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use';
      this.#error(invalid(at, key, text));
    }
    if (keys.has(key)) {
      this.#error(duplicate(at, key));
      return;
    }
    keys.add(key);
    if (expression === '') {
      this.#error(required(path.child('valueExpression')));
      return;
    }
    const compiled = this.#claims(expression, path.child('valueExpression'));
    if (compiled !== undefined) this.compiled.extra.push({ key, expression: compiled });
  }

  #rule(text: string, message: string, path: Path, known: Set<string>, subject: ExpressionSubject): Rule | undefined {
    const at = path.child('expression');
    if (known.has(text)) {
      this.#error(duplicate(at, text));
      return undefined;
    }
    known.add(text);
    const expression = this.#attempt(text, at, subject, 'bool');
    return expression && { expression, message };
  }

  #claims(text: string, path: Path): Expression | undefined {
    return this.#attempt(text, path, 'claims', 'any');
  }

  #attempt(text: string, path: Path, subject: ExpressionSubject, type: ExpressionType): Expression | undefined {
    const compiled = this.#compile(text, subject, type, path);
    if ('evaluate' in compiled) return compiled;
    this.#error(compiled);
    return undefined;
  }

  #error(error: FieldError): void {
    this.errors.push(error);
  }
}
