/** What upstream changed about RBAC, access reviews, impersonation and audit without a feature gate. */
export interface AuthorizationBehaviours {
  /** Reasons begin with the authorizer's name: `rbac: RBAC: …`. k8s.io/apiserver/pkg/authorization/union/union.go. */
  readonly authorizerNamesInReasons: boolean;
  /** A missing role is called by the resource of the request that looked for it. pkg/registry/rbac/validation/rule.go. */
  readonly missingRoleNamedAfterRequest: boolean;
  /** Declared rules replace some of the written ones, and their errors come last. pkg/apis/{rbac,authorization}/v1/zz_generated.validations.go. */
  readonly declarativeAuthorizationValidation: boolean;
  /** The values in a label selector inside an object are checked. k8s.io/apimachinery/pkg/apis/meta/v1/validation. */
  readonly selectorValuesChecked: boolean;
  /** The header Impersonate-Uid is known. k8s.io/apiserver/pkg/endpoints/filters/impersonation.go. */
  readonly impersonatesUids: boolean;
  /** Impersonation headers without a user are answered with a 400 Status, and not with a 500 text. Same source. */
  readonly impersonationWithoutUserIsBadRequest: boolean;
  /** Audit policies may be of v1alpha1 and v1beta1. k8s.io/apiserver/pkg/audit/policy/reader.go. */
  readonly auditPolicyBetas: boolean;
  /** Audit policies have omitManagedFields. k8s.io/apiserver/pkg/audit/policy/checker.go. */
  readonly auditOmitsManagedFields: boolean;
  /** Audit events show a refusal's message and details. k8s.io/apiserver/pkg/audit/request.go. */
  readonly auditStatusIsWhole: boolean;
  /** Nodes may get the resource claims of their pods, and no others. plugin/pkg/auth/authorizer/node/node_authorizer.go. */
  readonly nodesGetOwnResourceClaims: boolean;
  /** What decides about nodes and resource slices. Same source. */
  readonly nodeResourceSliceAccess: 'by rules' | 'without deletecollection' | 'by selector';
  /** Nodes may be let read the service accounts of their pods. Same source. */
  readonly nodesGetServiceAccounts: boolean;
  /** Nodes may be let write the status of their CSINode. Same source. */
  readonly nodesReportVolumeHealth: boolean;
}
