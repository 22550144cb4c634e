import { type ValidationWording } from '../apis/validation/wording.js';
import { type AdmissionBehaviours } from './admission-behaviours.js';
import { type ApplyBehaviours } from './apply-behaviours.js';
import { type AuthenticationBehaviours } from './authentication-behaviours.js';
import { type AuthorizationBehaviours } from './authorization-behaviours.js';
import { type ControllerBehaviours } from './controller-behaviours.js';
import { type LibraryRules } from '../apis/cel/library-rules.js';
import { type CustomResourceBehaviours } from './custom-resource-behaviours.js';
import { type InitialObjectBehaviours } from './initial-object-behaviours.js';
import { type HealthBehaviours } from './health-behaviours.js';
import { type OpenAPIBehaviours } from './openapi-behaviours.js';
import { type PatchBehaviours } from './patch-behaviours.js';
import { type PodBehaviours } from './pod-behaviours.js';
import { type ResourceBehaviours } from './resource-behaviours.js';
import { type SimulationBehaviours } from './simulation-behaviours.js';
import { type WorkloadBehaviours } from './workload-behaviours.js';

/**
 * What upstream changed without a feature gate. One member per difference, named for what it does, with its source.
 * The value for each minor is in versions.ts.
 */
export interface Behaviours
  extends
    ValidationWording,
    ApplyBehaviours,
    PatchBehaviours,
    AdmissionBehaviours,
    PodBehaviours,
    AuthenticationBehaviours,
    AuthorizationBehaviours,
    LibraryRules,
    ControllerBehaviours,
    CustomResourceBehaviours,
    InitialObjectBehaviours,
    HealthBehaviours,
    OpenAPIBehaviours,
    ResourceBehaviours,
    SimulationBehaviours,
    WorkloadBehaviours {
  /** A request whose parameter `timeout` is no duration is refused before anything else. k8s.io/apiserver/pkg/endpoints/filters/request_deadline.go. */
  readonly requestTimeoutChecked: boolean;
  /** The library's name in signature errors: `square/go-jose: error in cryptographic primitive`. go.mod's jose. */
  readonly joseLibrary: string;
  /** Group/versions served without --runtime-config (of the groups that exist here), `v1` for the core group. pkg/controlplane/instance.go. */
  readonly servedVersions: readonly string[];
  /** TokenRequest's answer has name, namespace and creationTimestamp; the account is looked up before the request is validated. pkg/registry/core/serviceaccount/storage/token.go. */
  readonly tokenRequestFillsMetadata: boolean;
  /** A TokenRequest whose metadata.name or .namespace differs from the URL's is refused. Same source. */
  readonly tokenRequestChecksName: boolean;
  /** `Warning` where --service-account-max-token-expiration shortens a token's life. Same source. */
  readonly tokenRequestWarnsShortened: boolean;
  /** The 3607 s extension needs an API audience in the request, besides a pod. Same source. */
  readonly tokenRequestExtensionNeedsApiAudience: boolean;
  /** Where runtime.NewScheme names a scheme after: shown where a kind is not registered. apimachinery/pkg/runtime/scheme.go. */
  readonly schemeName: string;
  /** Missing keys of a Secret are reported as `data[%s][username]`, a slip of older validation. pkg/apis/core/validation/validation.go. */
  readonly secretKeyPathUnformatted: boolean;
  /** `kubectl get serviceaccounts` has the column SECRETS. pkg/printers/internalversion/printers.go. */
  readonly serviceAccountSecretsColumn: boolean;
  /** `creationTimestamp: null` is written where there is none. ObjectMeta's json tag (omitzero) in apimachinery. */
  readonly nullCreationTimestamp: boolean;
  /** Errors of wrong types name inlined structs in the field's path. sigs.k8s.io/json's decode.go. */
  readonly decodeErrorsNameEmbeddedStructs: boolean;
  /** kube-root-ca.crt has the annotation kubernetes.io/description. pkg/controller/certificates/rootcacertpublisher. */
  readonly rootCADescriptionAnnotation: boolean;
  /** Errors of a labelSelector's keys and values are field errors: `<nil>: Invalid value: "_a": …`. apimachinery's pkg/labels/selector.go. */
  readonly labelSelectorErrorsAreFieldErrors: boolean;
  /** A labelSelector's missing operator is answered with the list `in, notin, =, ==, !=, gt, lt`. Same source. */
  readonly labelSelectorListsOperators: boolean;
  /** selfsubjectreviews are in authentication.k8s.io/v1. pkg/registry/authentication/rest/storage_authentication.go. */
  readonly selfSubjectReviewIsStable: boolean;
  /** A question's metadata is cleared of what the server sets, and its namespace must be the URL's. k8s.io/apiserver/pkg/endpoints/handlers/create.go. */
  readonly questionMetadataChecked: boolean;
  /** TokenRequest's answer has the account's uid, and a uid that differs is noticed. pkg/registry/core/serviceaccount/storage/token.go. */
  readonly tokenRequestFillsUid: boolean;
  /** TokenRequest and tokens know nodes. Same source, pkg/serviceaccount/claims.go. */
  readonly tokenRequestBindsNodes: boolean;
  /** TokenRequest knows webhook configurations and attestations. Same source, pkg/apis/authentication/validation. */
  readonly tokenRequestBindsWebhooks: boolean;
  /** `service account token has expired` in place of `Token has expired.`, and so on. pkg/serviceaccount/claims.go. */
  readonly tokenErrorsNameServiceAccount: boolean;
  /** A bound object's uid is compared before its deletion is looked at. Same source. */
  readonly tokenUidCheckedFirst: boolean;
  /** A token without exp does not expire, one with a later iat is refused. go-jose 2.6's jwt/validation.go. */
  readonly tokenTimesOptional: boolean;
  /** A token's kid picks the keys to try; without the behaviour all are tried. pkg/serviceaccount/jwt.go. */
  readonly tokenKeysPickedByKeyId: boolean;
  /** GET of the scale of what is missing says that `deployments/scale` is not found. pkg/registry/apps/deployment/storage/storage.go. */
  readonly missingScaleNamesSubresource: boolean;
  /** All of a Scale's metadata is validated. pkg/apis/autoscaling/validation/validation.go. */
  readonly scaleMetadataValidated: boolean;
  /** A secret's label kubernetes.io/legacy-token-invalid-since makes its token invalid. pkg/serviceaccount/legacy.go. */
  readonly legacyTokenInvalidSince: boolean;
  /** Uses of tokens in secrets are counted and annotated by how the secret came to be. pkg/serviceaccount/legacy.go. */
  readonly legacyTokenUsesTold: boolean;
  /** Events of watches are counted by resource, and not by kind. k8s.io/apiserver/pkg/endpoints/metrics/metrics.go. */
  readonly watchEventsCountedByResource: boolean;
  /** /metrics names the escaping of its names. github.com/prometheus/common/expfmt. */
  readonly metricsNameEscaping: boolean;
  /** What the audit event of a TokenRequest calls the id of the token. pkg/registry/core/serviceaccount/storage/token.go. */
  readonly issuedCredentialAnnotation: 'credential-id' | 'issued-credential-id';
  /** A client certificate's user has the extra credential-id. k8s.io/apiserver/pkg/authentication/request/x509. */
  readonly certificateCredentialId: boolean;
  /** go-restful's 406 lists `Available representations`. Its jsr311.go. */
  readonly notAcceptableListsTypes: boolean;
  /** A kubernetes.io/tls secret whose key and certificate do not match is warned about. pkg/registry/core/secret/strategy.go. */
  readonly secretKeyPairWarnings: boolean;
  /** The annotation kubernetes.io/enforce-mountable-secrets is warned about. pkg/registry/core/serviceaccount/strategy.go. */
  readonly enforceMountableSecretsDeprecated: boolean;
  /** Discovery fills singularName. k8s.io/apiserver/pkg/endpoints/installer.go. */
  readonly discoverySingularNames: boolean;
  /** Aggregated discovery knows apidiscovery.k8s.io/v2. Its handler in k8s.io/apiserver/pkg/endpoints/discovery/aggregated. */
  readonly aggregatedDiscoveryIsStable: boolean;
  /** GET /version has emulationMajor, minCompatibilityMajor and so on. k8s.io/apimachinery/pkg/version/types.go. */
  readonly versionShowsEmulation: boolean;
  /** DeleteOptions of another kind, or that cannot be read, are a 400; before, a 500. k8s.io/apiserver/pkg/endpoints/handlers/delete.go. */
  readonly deleteOptionsErrorsAreBadRequests: boolean;
  /** ListOptions have sendInitialEvents, gate or not. apimachinery's apis/meta/internalversion/validation. */
  readonly listOptionsHaveInitialEvents: boolean;
  /** A list's resourceVersion that is no number is a 400; before, a 500. k8s.io/apiserver/pkg/storage/cacher/delegator.go. */
  readonly listVersionErrorsAreBadRequests: boolean;
  /** A continue token of another format is named in quotes. k8s.io/apiserver/pkg/storage/continue.go. */
  readonly continueVersionQuoted: boolean;
  /** A change to an object of another namespace is refused by both names. k8s.io/apiserver/pkg/endpoints/handlers/rest.go. */
  readonly namespaceMismatchNamesBoth: boolean;
}
