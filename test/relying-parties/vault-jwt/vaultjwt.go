// Package vaultjwt logs in to Vault's JWT auth method, which verifies tokens by the issuer's keys and asks nobody about them.
package vaultjwt

import (
	"context"
	"fmt"
	"maps"

	jwtauth "github.com/hashicorp/vault-plugin-auth-jwt"
	"kubemint/relying-parties/cluster"
	"kubemint/relying-parties/facts"
	"kubemint/relying-parties/vault"
)

const audience = "vault"

// Run tries what succeeds and what must not; each fact is one line.
func Run(ctx context.Context, k *cluster.Cluster) error {
	method := &method{Cluster: k}
	return facts.All(ctx, method.discoveries, method.logins, method.refusals, method.deletions)
}

// method is the auth method, mounted anew for each configuration.
type method struct{ *cluster.Cluster }

// discoveries are ways to find the issuer's keys.
func (m *method) discoveries(ctx context.Context) error {
	discovery := map[string]any{"oidc_discovery_url": m.Issuer, "oidc_discovery_ca_pem": m.CA}
	if err := m.printsConfiguration(ctx, "discovery that not everybody may read", discovery); err != nil {
		return err
	}
	if err := m.BindGroup(ctx, "system:service-account-issuer-discovery", "system:unauthenticated"); err != nil {
		return err
	}
	everybody := func() (bool, error) { return m.MayRead(ctx, "", "/.well-known/openid-configuration") }
	if err := cluster.Until(ctx, everybody); err != nil {
		return err
	}
	for _, configuration := range []struct {
		fact   string
		config map[string]any
	}{
		{"discovery", discovery},
		{"discovery without the CA", map[string]any{"oidc_discovery_url": m.Issuer}},
		{"discovery by another name of the server", with(discovery, "oidc_discovery_url", m.Config.Host+"/")},
		{"the key set alone", map[string]any{"jwks_url": m.Issuer + "/openid/v1/jwks", "jwks_ca_pem": m.CA}},
		{"a key set where there is none", map[string]any{"jwks_url": m.Issuer + "/openid/v1/keys", "jwks_ca_pem": m.CA}},
	} {
		if err := m.printsConfiguration(ctx, configuration.fact, configuration.config); err != nil {
			return err
		}
	}
	return nil
}

func (m *method) printsConfiguration(ctx context.Context, fact string, config map[string]any) error {
	mount, err := vault.Enable(ctx, jwtauth.Factory)
	if err != nil {
		return err
	}
	answer, err := mount.Write(ctx, "config", config)
	if err == nil {
		facts.Print(fact, "%s", answer)
	}
	return err
}

// enable mounts it with discovery and one role, `app`.
func (m *method) enable(ctx context.Context, role map[string]any) (*vault.Mount, error) {
	mount, err := vault.Enable(ctx, jwtauth.Factory)
	if err != nil {
		return nil, err
	}
	config := map[string]any{
		"oidc_discovery_url": m.Issuer, "oidc_discovery_ca_pem": m.CA, "bound_issuer": m.Issuer,
	}
	if err := mount.Configure(ctx, "config", config); err != nil {
		return nil, err
	}
	return mount, m.writeRole(ctx, mount, "app", role)
}

func (m *method) writeRole(ctx context.Context, mount *vault.Mount, name string, changes map[string]any) error {
	role := map[string]any{
		"role_type":               "jwt",
		"bound_audiences":         audience,
		"user_claim":              "sub",
		"token_policies":          "app",
		"user_claim_json_pointer": false,
		"claim_mappings": map[string]any{
			"/kubernetes.io/namespace":           "namespace",
			"/kubernetes.io/serviceaccount/name": "account",
			"/kubernetes.io/pod/name":            "pod",
		},
	}
	maps.Copy(role, changes)
	return mount.Configure(ctx, "role/"+name, role)
}

// prints tells how a login went.
func prints(ctx context.Context, fact string, mount *vault.Mount, role, token string) error {
	auth, answer, err := mount.Login(ctx, role, token)
	if err != nil {
		return err
	}
	if auth == nil {
		facts.Print(fact, "%s", answer)
		return nil
	}
	metadata := auth.Metadata
	about := fmt.Sprintf("account %q in %q", metadata["account"], metadata["namespace"])
	if pod := metadata["pod"]; pod != "" {
		about += fmt.Sprintf(", pod %q", pod)
	}
	facts.Print(fact, "%s with %v: %s", auth.DisplayName, auth.Policies, about)
	return nil
}

func with(settings map[string]any, name string, value any) map[string]any {
	changed := maps.Clone(settings)
	changed[name] = value
	return changed
}
