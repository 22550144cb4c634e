package vaultjwt

import (
	"context"

	"kubemint/relying-parties/cluster"
)

// logins are by what the claims say.
func (m *method) logins(ctx context.Context) error {
	mount, err := m.enable(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := m.NewAccount(ctx, "app"); err != nil {
		return err
	}
	token, err := m.Token(ctx, "app", audience, "consul")
	if err != nil {
		return err
	}
	other, err := m.Token(ctx, "app", "consul")
	if err != nil {
		return err
	}
	subject := "system:serviceaccount:" + m.Namespace + ":app"
	for _, role := range []struct {
		name    string
		changes map[string]any
	}{
		{"no-audience", map[string]any{"bound_audiences": "", "bound_subject": subject}},
		{"this-subject", map[string]any{"bound_subject": subject}},
		{"other-subject", map[string]any{"bound_subject": "system:serviceaccount:default:app"}},
		{"this-namespace", map[string]any{"bound_claims": map[string]any{"/kubernetes.io/namespace": m.Namespace}}},
		{"other-namespace", map[string]any{"bound_claims": map[string]any{"/kubernetes.io/namespace": "default"}}},
		{"by-uid", map[string]any{"user_claim": "/kubernetes.io/serviceaccount/uid", "user_claim_json_pointer": true}},
	} {
		if err := m.writeRole(ctx, mount, role.name, role.changes); err != nil {
			return err
		}
	}
	for _, login := range []struct{ fact, role, token string }{
		{"a token for vault and consul", "app", token},
		{"a token for consul", "app", other},
		{"a role without audiences", "no-audience", token},
		{"a role for this subject", "this-subject", token},
		{"a role for another subject", "other-subject", token},
		{"a role for this namespace", "this-namespace", token},
		{"a role for another namespace", "other-namespace", token},
		{"a role that names by UID", "by-uid", token},
	} {
		if err := prints(ctx, login.fact, mount, login.role, login.token); err != nil {
			return err
		}
	}
	return nil
}

// refusals are of tokens that are not what they say.
func (m *method) refusals(ctx context.Context) error {
	mount, err := m.enable(ctx, nil)
	if err != nil {
		return err
	}
	token, err := m.Token(ctx, "app", audience)
	if err != nil {
		return err
	}
	forgeries, err := cluster.Forgeries(token)
	if err != nil {
		return err
	}
	legacy, err := m.SecretToken(ctx, "app")
	if err != nil {
		return err
	}
	for _, refused := range append(forgeries, cluster.Forgery{Fact: "a token of a secret", Token: legacy}) {
		if err := prints(ctx, refused.Fact, mount, "app", refused.Token); err != nil {
			return err
		}
	}
	return nil
}

// deletions go unnoticed: a signature says nothing of what happened since.
func (m *method) deletions(ctx context.Context) error {
	mount, err := m.enable(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := m.NewAccount(ctx, "podded"); err != nil {
		return err
	}
	pod, err := m.NewPod(ctx, "worker", "podded", "", nil)
	if err != nil {
		return err
	}
	token, err := m.PodToken(ctx, "podded", pod, audience)
	if err != nil {
		return err
	}
	if err := prints(ctx, "a token bound to a pod", mount, "app", token); err != nil {
		return err
	}
	if err := m.DeletePod(ctx, "worker"); err != nil {
		return err
	}
	if err := prints(ctx, "a token whose pod was deleted", mount, "app", token); err != nil {
		return err
	}
	if err := m.DeleteAccount(ctx, "podded"); err != nil {
		return err
	}
	return prints(ctx, "a token whose account was deleted", mount, "app", token)
}
