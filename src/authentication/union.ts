/** Several authenticators as one. Sources: k8s.io/apiserver/pkg/authentication/{request,token}/union/union.go. */
import {
  AggregateAuthenticationError,
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type Awaitable,
  type RequestAuthenticator,
  type RequestCredentials,
  type TokenAuthenticator,
  type Notes,
} from './authenticator.js';

/** Asks each in order until one knows the sender. Throws what they threw, as one, where none does. */
export class RequestUnion implements RequestAuthenticator {
  readonly #authenticators: readonly RequestAuthenticator[];

  constructor(authenticators: readonly RequestAuthenticator[]) {
    this.#authenticators = authenticators;
  }

  authenticateRequest(request: RequestCredentials, audiences: Audiences): Awaitable<AuthenticatorResponse | undefined> {
    return firstToKnow(this.#authenticators, (each) => each.authenticateRequest(request, audiences), 0, []);
  }
}

/** As RequestUnion, but what one throws ends the search. */
export class FailFastRequestUnion implements RequestAuthenticator {
  readonly #authenticators: readonly RequestAuthenticator[];

  constructor(authenticators: readonly RequestAuthenticator[]) {
    this.#authenticators = authenticators;
  }

  authenticateRequest(request: RequestCredentials, audiences: Audiences): Awaitable<AuthenticatorResponse | undefined> {
    return this.#askFrom(0, request, audiences);
  }

  #askFrom(
    first: number,
    request: RequestCredentials,
    audiences: Audiences,
  ): Awaitable<AuthenticatorResponse | undefined> {
    for (let i = first; i < this.#authenticators.length; i++) {
      const answer = this.#authenticators[i]?.authenticateRequest(request, audiences);
      if (answer instanceof Promise) {
        return answer.then((response) => response ?? this.#askFrom(i + 1, request, audiences));
      }
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}

/** As RequestUnion, for bearer tokens. */
export class TokenUnion implements TokenAuthenticator {
  readonly #authenticators: readonly TokenAuthenticator[];

  constructor(authenticators: readonly TokenAuthenticator[]) {
    this.#authenticators = authenticators;
  }

  authenticateToken(token: string, audiences: Audiences, notes?: Notes): Awaitable<AuthenticatorResponse | undefined> {
    return firstToKnow(this.#authenticators, (each) => each.authenticateToken(token, audiences, notes), 0, []);
  }
}

/** As TokenUnion, of those that count now, but what one throws ends the search. */
export class FailFastTokenUnion implements TokenAuthenticator {
  readonly #authenticators: () => readonly TokenAuthenticator[];

  constructor(authenticators: () => readonly TokenAuthenticator[]) {
    this.#authenticators = authenticators;
  }

  authenticateToken(token: string, audiences: Audiences, notes?: Notes): Awaitable<AuthenticatorResponse | undefined> {
    return this.#askFrom(this.#authenticators(), 0, token, audiences, notes);
  }

  #askFrom(
    authenticators: readonly TokenAuthenticator[],
    first: number,
    ...question: Parameters<TokenAuthenticator['authenticateToken']>
  ): Awaitable<AuthenticatorResponse | undefined> {
    for (let i = first; i < authenticators.length; i++) {
      const answer = authenticators[i]?.authenticateToken(...question);
      if (answer instanceof Promise) {
        return answer.then((response) => response ?? this.#askFrom(authenticators, i + 1, ...question));
      }
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}

type Ask<T> = (authenticator: T) => Awaitable<AuthenticatorResponse | undefined>;

// Waits only for those that have to be waited for: each promise costs as much as an authenticator.
function firstToKnow<T>(
  authenticators: readonly T[],
  ask: Ask<T>,
  first: number,
  errors: AuthenticationError[],
): Awaitable<AuthenticatorResponse | undefined> {
  for (let i = first; i < authenticators.length; i++) {
    try {
      const answer = ask(authenticators[i] as T);
      if (answer instanceof Promise) return answerOrNext(answer, authenticators, ask, i + 1, errors);
      if (answer !== undefined) return answer;
    } catch (error) {
      errors.push(refusal(error));
    }
  }
  if (errors.length > 0) throw new AggregateAuthenticationError(errors);
  return undefined;
}

async function answerOrNext<T>(
  answer: Promise<AuthenticatorResponse | undefined>,
  authenticators: readonly T[],
  ask: Ask<T>,
  next: number,
  errors: AuthenticationError[],
): Promise<AuthenticatorResponse | undefined> {
  try {
    const response = await answer;
    if (response !== undefined) return response;
  } catch (error) {
    errors.push(refusal(error));
  }
  return firstToKnow(authenticators, ask, next, errors);
}

function refusal(error: unknown): AuthenticationError {
  if (!(error instanceof AuthenticationError)) throw error;
  return error;
}
