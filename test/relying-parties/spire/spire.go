package spire

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"kubemint/relying-parties/cluster"
	"kubemint/relying-parties/facts"
)

const (
	audience    = "spire-server"
	clusterName = "demo"
)

// Run tries what succeeds and what must not; each fact is one line.
func Run(ctx context.Context, k *cluster.Cluster) error {
	directory, err := os.MkdirTemp("", "spire-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(directory)
	server := &server{Cluster: k, directory: directory}
	return facts.All(ctx, server.rights, server.agents, server.refusals, server.deletions)
}

// server is a SPIRE server with an account of its own, and the node its agents run on.
type server struct {
	*cluster.Cluster
	directory string
	attestor  *Attestor
	node      *corev1.Node
	pod       *corev1.Pod
}

// rights are what the server's account needs: it reviews tokens and reads pods and nodes.
func (s *server) rights(ctx context.Context) error {
	if _, err := s.NewAccount(ctx, "spire-server"); err != nil {
		return err
	}
	token, err := s.Token(ctx, "spire-server")
	if err != nil {
		return err
	}
	if s.attestor, err = s.attestorOf(ctx, token, ""); err != nil {
		return err
	}
	if s.node, err = s.NewNode(ctx, "spire-", map[string]string{"zone": "a", "disk": "ssd"}); err != nil {
		return err
	}
	if _, err := s.NewAccount(ctx, "spire-agent"); err != nil {
		return err
	}
	labels := map[string]string{"app": "agent", "team": "platform"}
	if s.pod, err = s.NewPod(ctx, "agent", "spire-agent", s.node.Name, labels); err != nil {
		return err
	}
	agent, err := s.PodToken(ctx, "spire-agent", s.pod, audience)
	if err != nil {
		return err
	}
	s.prints(ctx, "a server that may nothing", s.attestor, agent)
	if err := s.Bind(ctx, "system:auth-delegator", "spire-server"); err != nil {
		return err
	}
	reviews := func() (bool, error) { return s.MayReviewTokens(ctx, token) }
	if err := cluster.Until(ctx, reviews); err != nil {
		return err
	}
	s.prints(ctx, "a server that may review tokens", s.attestor, agent)
	if err := s.Grant(ctx, "spire-server", reading("pods")); err != nil {
		return err
	}
	reads := func() (bool, error) { return s.MayGet(ctx, token, "pods") }
	if err := cluster.Until(ctx, reads); err != nil {
		return err
	}
	s.prints(ctx, "a server that may read pods", s.attestor, agent)
	if err := s.Grant(ctx, "spire-server", reading("nodes")); err != nil {
		return err
	}
	nodes := func() (bool, error) { return s.MayGet(ctx, token, "nodes") }
	return cluster.Until(ctx, nodes)
}

func reading(resource string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{resource}, Verbs: []string{"get"}}
}

// attestorOf is the plugin with a kubeconfig of the server's account.
func (s *server) attestorOf(ctx context.Context, token, more string) (*Attestor, error) {
	file, err := os.CreateTemp(s.directory, "kubeconfig-")
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	if err := s.WriteKubeconfig(token, file.Name()); err != nil {
		return nil, err
	}
	return Configure(ctx, fmt.Sprintf(`
		clusters = {
			%q = {
				service_account_allow_list = ["%s:spire-agent"]
				kube_config_file = %q
				allowed_node_label_keys = ["zone"]
				allowed_pod_label_keys = ["app"]
				%s
			}
		}`, clusterName, s.Namespace, filepath.ToSlash(file.Name()), more))
}

func (s *server) prints(ctx context.Context, fact string, attestor *Attestor, token string) {
	agent, err := attestor.Attest(ctx, clusterName, token)
	if err != nil {
		facts.Print(fact, "%v", err)
		return
	}
	facts.Print(fact, "%s %v", agent.ID, agent.Selectors)
}
