import { type GroupResource, type KubeObject } from '../../../src/apis/meta/v1.js';
import { type UserInfo } from '../../../src/authentication/authenticator.js';
import { type RoleResource } from '../../../src/authorization/index.js';
import { createAuthorizer } from '../../../src/authorization/index.js';
import { type Authorizer } from '../../../src/authorization/authorizer.js';
import { type Getter } from '../../../src/client/client.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { type Features, resolveFeatures } from '../../../src/features/index.js';
import { type RegistryDependencies, type RequestContext } from '../../../src/registry/rest.js';
import { FakeRoles } from '../authorization/role-source.js';

/** A cluster that holds roles and bindings, and an authorizer that follows them. */
export class Cluster extends FakeRoles implements Getter {
  readonly features: Features;
  readonly authorizer: Authorizer;
  readonly #objects: (readonly [RoleResource, KubeObject])[] = [];

  constructor(version: string) {
    super();
    this.features = resolveFeatures({ version, featureGates: undefined });
    const nodeObjects = { follow: () => undefined };
    this.authorizer = createAuthorizer(['Node', 'RBAC'], { features: this.features, roles: this, nodeObjects });
  }

  override put(resource: RoleResource, object: KubeObject): void {
    this.#objects.push([resource, object]);
    super.put(resource, object);
  }

  get<T extends KubeObject>({ resource }: GroupResource, namespace: string, name: string): Promise<T | undefined> {
    const found = this.#objects.find(
      ([kind, { metadata }]) => kind === resource && (metadata.namespace ?? '') === namespace && metadata.name === name,
    );
    return Promise.resolve(found?.[1] as T | undefined);
  }

  list<T extends KubeObject>({ resource }: GroupResource, namespace: string): Promise<readonly T[]> {
    const found = this.#objects.filter(
      ([kind, { metadata }]) => kind === resource && (namespace === '' || metadata.namespace === namespace),
    );
    return Promise.resolve(found.map(([, object]) => object as T));
  }

  get dependencies(): RegistryDependencies {
    const unused = () => {
      throw new Error('not asked in these tests');
    };
    return {
      features: this.features,
      clock: new ManualClock(0),
      random: new SeededRandom(1),
      getter: this,
      authorizer: this.authorizer,
      storeOf: unused,
      authenticateToken: unused,
      tokenIssuer: undefined as never,
      apiAudiences: [],
    };
  }

  context(user: UserInfo, namespace = 'ns', name = ''): RequestContext {
    const { features, clock, random } = this.dependencies;
    return { user, features, clock, random, namespace, name, version: 'v1', dryRun: false, warn: () => undefined };
  }
}

export const userInfo = (username: string, ...groups: string[]): UserInfo => ({
  username,
  groups: [...groups, 'system:authenticated'],
});

/** The message of what a promise is refused with; '' where it is not. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
