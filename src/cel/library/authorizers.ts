/** Asking what a user may do. Source: k8s.io/apiserver/pkg/cel/library/authz.go. */
import { actualSize, type CallCost, fixedCost, sizeOf, TRAVERSAL, UNIT } from '../cost/call-cost.js';
import { exactly, plus, scaled } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload } from '../declarations.js';
import { EvaluationError, LibraryValue } from '../values/value.js';

/** What is asked: a path, or a resource with what is said of it. */
export interface Question {
  /** Undefined: the user whose request it is. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
  readonly path?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
  readonly verb: string;
}

export interface Answer {
  readonly allowed: boolean;
  readonly reason: string;
  /** '' for none. */
  readonly error: string;
}

/** Answers at once: evaluating does not wait. */
export type Ask = (question: Question) => Answer;

type Asked = Omit<Question, 'verb'>;

const PACKAGE = 'kubernetes.authorization';
const AUTHORIZER = `${PACKAGE}.Authorizer`;
const PATH = `${PACKAGE}.PathCheck`;
const GROUP = `${PACKAGE}.GroupCheck`;
const RESOURCE = `${PACKAGE}.ResourceCheck`;
const DECISION = `${PACKAGE}.Decision`;

/** An authorizer, or a question that is being put to it. */
class Check extends LibraryValue {
  readonly typeName: string;
  readonly ask: Ask;
  readonly asked: Asked;

  constructor(typeName: string, ask: Ask, asked: Asked) {
    super();
    this.typeName = typeName;
    this.ask = ask;
    this.asked = asked;
  }

  with(asked: Asked, typeName = this.typeName): Check {
    return new Check(typeName, this.ask, { ...this.asked, ...asked });
  }

  equals(other: LibraryValue): boolean {
    return other === this;
  }
}

class Decision extends LibraryValue {
  readonly typeName = DECISION;
  readonly answer: Answer;

  constructor(answer: Answer) {
    super();
    this.answer = answer;
  }

  equals(other: LibraryValue): boolean {
    return other === this;
  }
}

/** The value of the variable `authorizer`. */
export function authorizerValue(ask: Ask): LibraryValue {
  return new Check(AUTHORIZER, ask, {});
}

/** The value of `authorizer.requestResource`. */
export function resourceCheckValue(ask: Ask, asked: Asked): LibraryValue {
  return new Check(RESOURCE, ask, asked);
}

function filled(text: string, otherwise: string): string {
  if (text.trim() === '') throw new EvaluationError(otherwise);
  return text;
}

function check(question: Check, verb: string): Decision {
  return new Decision(question.ask({ ...question.asked, verb }));
}

/** Two of them are all that an expression can afford. */
const CHECK = fixedCost(350_000);
const BASE = 10;
const REQUIREMENT = 50;

const SELECTOR: CallCost = {
  estimate: ([, selector]) => {
    const size = sizeOf(selector);
    return { cost: plus(exactly(BASE), scaled(size, TRAVERSAL), scaled(scaled(size, 0.5), REQUIREMENT)) };
  },
  actual: ([, selector]) => {
    const size = actualSize(selector);
    return BASE + Math.ceil(size * TRAVERSAL) + Math.ceil(size * 0.5) * REQUIREMENT;
  },
};

function about(name: string, id: string, member: keyof Asked, cost = UNIT): FunctionDeclaration {
  const run = (question: Check, text: string): Check => question.with({ [member]: text });
  return declare(name, memberOverload(id, `(${RESOURCE}, string) -> ${RESOURCE}`, run, cost));
}

function part(name: string, type: string, of: (answer: Answer) => string | boolean): FunctionDeclaration {
  const run = ({ answer }: Decision): string | boolean => of(answer);
  return declare(name, memberOverload(`decision_${name}`, `(${DECISION}) -> ${type}`, run, UNIT));
}

export const AUTHORIZER_TYPES = [AUTHORIZER, PATH, GROUP, RESOURCE, DECISION];

export const AUTHORIZERS: readonly FunctionDeclaration[] = [
  declare(
    'path',
    memberOverload(
      'authorizer_path',
      `(${AUTHORIZER}, string) -> ${PATH}`,
      (from: Check, path: string) => from.with({ path: filled(path, 'path must not be empty') }, PATH),
      UNIT,
    ),
  ),
  declare(
    'group',
    memberOverload(
      'authorizer_group',
      `(${AUTHORIZER}, string) -> ${GROUP}`,
      (from: Check, group: string) => from.with({ group }, GROUP),
      UNIT,
    ),
  ),
  declare(
    'serviceAccount',
    memberOverload(
      'authorizer_serviceaccount',
      `(${AUTHORIZER}, string, string) -> ${AUTHORIZER}`,
      (from: Check, namespace: string, name: string) => from.with({ serviceAccount: { namespace, name } }),
      UNIT,
    ),
  ),
  declare(
    'resource',
    memberOverload(
      'groupcheck_resource',
      `(${GROUP}, string) -> ${RESOURCE}`,
      (from: Check, resource: string) =>
        from.with({ resource: filled(resource, 'resource must not be empty') }, RESOURCE),
      UNIT,
    ),
  ),
  about('subresource', 'resourcecheck_subresource', 'subresource'),
  about('namespace', 'resourcecheck_namespace', 'namespace'),
  about('name', 'resourcecheck_name', 'name'),
  declare(
    'check',
    memberOverload('pathcheck_check', `(${PATH}, string) -> ${DECISION}`, check, CHECK),
    memberOverload('resourcecheck_check', `(${RESOURCE}, string) -> ${DECISION}`, check, CHECK),
  ),
  part('errored', 'bool', ({ error }) => error !== ''),
  part('error', 'string', ({ error }) => error),
  part('allowed', 'bool', ({ allowed }) => allowed),
  part('reason', 'string', ({ reason }) => reason),
];

export const AUTHORIZER_SELECTORS: readonly FunctionDeclaration[] = [
  about('fieldSelector', 'authorizer_fieldselector', 'fieldSelector', SELECTOR),
  about('labelSelector', 'authorizer_labelselector', 'labelSelector', SELECTOR),
];
