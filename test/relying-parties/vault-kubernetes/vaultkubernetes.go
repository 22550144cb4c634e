// Package vaultkubernetes logs in to Vault's Kubernetes auth method, which asks the API server about each token.
package vaultkubernetes

import (
	"context"

	kubeauth "github.com/hashicorp/vault-plugin-auth-kubernetes"
	"kubemint/relying-parties/cluster"
	"kubemint/relying-parties/facts"
	"kubemint/relying-parties/vault"
)

const audience = "vault"

// Run tries what succeeds and what must not; each fact is one line.
func Run(ctx context.Context, k *cluster.Cluster) error {
	method := &method{Cluster: k}
	return facts.All(ctx, method.logins, method.reviewers, method.identities, method.refusals, method.deletions)
}

// method is the auth method, mounted anew for each configuration.
type method struct{ *cluster.Cluster }

// enable mounts it with one role, `app`, for all accounts of the namespace.
func (m *method) enable(ctx context.Context, config, role map[string]any) (*vault.Mount, error) {
	mount, err := vault.Enable(ctx, kubeauth.Factory)
	if err != nil {
		return nil, err
	}
	settings := merged(map[string]any{
		"kubernetes_host":      m.Config.Host,
		"kubernetes_ca_cert":   m.CA,
		"disable_local_ca_jwt": true,
	}, config)
	if err := mount.Configure(ctx, "config", settings); err != nil {
		return nil, err
	}
	return mount, m.writeRole(ctx, mount, "app", role)
}

func (m *method) writeRole(ctx context.Context, mount *vault.Mount, name string, role map[string]any) error {
	return mount.Configure(ctx, "role/"+name, merged(map[string]any{
		"bound_service_account_names":      "*",
		"bound_service_account_namespaces": m.Namespace,
		"token_policies":                   "app",
	}, role))
}

// reviewer makes an account that may create TokenReviews, and a token of it.
func (m *method) reviewer(ctx context.Context, name string) (string, error) {
	if _, err := m.NewAccount(ctx, name); err != nil {
		return "", err
	}
	if err := m.Bind(ctx, "system:auth-delegator", name); err != nil {
		return "", err
	}
	return m.Token(ctx, name)
}

// client makes an account and a token of it.
func (m *method) client(ctx context.Context, name string, audiences ...string) (string, error) {
	if _, err := m.NewAccount(ctx, name); err != nil {
		return "", err
	}
	return m.Token(ctx, name, audiences...)
}

// prints tells how a login went.
func prints(ctx context.Context, fact string, mount *vault.Mount, role, token string) error {
	auth, answer, err := mount.Login(ctx, role, token)
	if err != nil {
		return err
	}
	if auth == nil {
		facts.Print(fact, "%s", answer)
	} else {
		facts.Print(fact, "%s with %v", auth.DisplayName, auth.Policies)
	}
	return nil
}

func merged(settings, changes map[string]any) map[string]any {
	for name, value := range changes {
		settings[name] = value
	}
	return settings
}
