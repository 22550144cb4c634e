package spire

import (
	"context"

	"kubemint/relying-parties/cluster"
)

// agents are those that a server lets in.
func (s *server) agents(ctx context.Context) error {
	token, err := s.PodToken(ctx, "spire-agent", s.pod, audience)
	if err != nil {
		return err
	}
	s.prints(ctx, "an agent", s.attestor, token)
	own, err := s.Token(ctx, "spire-server")
	if err != nil {
		return err
	}
	any, err := s.attestorOf(ctx, own, "audience = []")
	if err != nil {
		return err
	}
	api, err := s.PodToken(ctx, "spire-agent", s.pod)
	if err != nil {
		return err
	}
	s.prints(ctx, "an agent whose token is for the API server", s.attestor, api)
	s.prints(ctx, "an agent whose token is for the API server, which is asked for", any, api)
	s.prints(ctx, "an agent whose token is for spire-server, the API server is asked for", any, token)
	return nil
}

// refusals are of tokens that are not an agent's, or not what they say.
func (s *server) refusals(ctx context.Context) error {
	unbound, err := s.Token(ctx, "spire-agent", audience)
	if err != nil {
		return err
	}
	s.prints(ctx, "a token without a pod", s.attestor, unbound)
	if _, err := s.NewAccount(ctx, "other"); err != nil {
		return err
	}
	other, err := s.Token(ctx, "other", audience)
	if err != nil {
		return err
	}
	s.prints(ctx, "a token of another account", s.attestor, other)
	token, err := s.PodToken(ctx, "spire-agent", s.pod, audience)
	if err != nil {
		return err
	}
	forgeries, err := cluster.Forgeries(token)
	if err != nil {
		return err
	}
	for _, forgery := range forgeries {
		s.prints(ctx, forgery.Fact, s.attestor, forgery.Token)
	}
	return s.unplaced(ctx)
}

// unplaced is a pod that no scheduler has given a node.
func (s *server) unplaced(ctx context.Context) error {
	pod, err := s.NewPod(ctx, "unplaced", "spire-agent", "", nil)
	if err != nil {
		return err
	}
	token, err := s.PodToken(ctx, "spire-agent", pod, audience)
	if err != nil {
		return err
	}
	s.prints(ctx, "a pod without a node", s.attestor, token)
	return nil
}

// deletions are of what tokens are bound to.
func (s *server) deletions(ctx context.Context) error {
	token, err := s.PodToken(ctx, "spire-agent", s.pod, audience)
	if err != nil {
		return err
	}
	if err := s.DeletePod(ctx, s.pod.Name); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, token, audience); err != nil {
		return err
	}
	s.prints(ctx, "a token whose pod was deleted", s.attestor, token)
	again, err := s.NewPod(ctx, s.pod.Name, "spire-agent", s.node.Name, nil)
	if err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, token, audience); err != nil {
		return err
	}
	s.prints(ctx, "a token of the pod before it was made anew", s.attestor, token)
	young, err := s.PodToken(ctx, "spire-agent", again, audience)
	if err != nil {
		return err
	}
	if err := s.DeleteNode(ctx, s.node.Name); err != nil {
		return err
	}
	s.prints(ctx, "a token whose pod's node was deleted", s.attestor, young)
	old, err := s.PodToken(ctx, "spire-agent", again, audience)
	if err != nil {
		return err
	}
	if err := s.DeleteAccount(ctx, "spire-agent"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, old, audience); err != nil {
		return err
	}
	s.prints(ctx, "a token whose account was deleted", s.attestor, old)
	return s.deadServer(ctx, old)
}

// deadServer has an account that was deleted: nothing is wrong with the agent.
func (s *server) deadServer(ctx context.Context, agent string) error {
	if _, err := s.NewAccount(ctx, "leaving"); err != nil {
		return err
	}
	token, err := s.Token(ctx, "leaving")
	if err != nil {
		return err
	}
	attestor, err := s.attestorOf(ctx, token, "")
	if err != nil {
		return err
	}
	if err := s.DeleteAccount(ctx, "leaving"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, token); err != nil {
		return err
	}
	s.prints(ctx, "a server whose account was deleted", attestor, agent)
	return nil
}
