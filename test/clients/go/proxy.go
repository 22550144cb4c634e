package main

import (
	"io"
	"net"
	"sync/atomic"
	"time"
)

// cuttingProxy passes connections on to an address, and cuts each a while after it was opened.
type cuttingProxy struct {
	net.Listener
	target string
	life   time.Duration
	cuts   atomic.Int64
	spares atomic.Bool
}

func newCuttingProxy(target string, life time.Duration) (*cuttingProxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	proxy := &cuttingProxy{Listener: listener, target: target, life: life}
	go proxy.serve()
	return proxy, nil
}

func (p *cuttingProxy) serve() {
	for {
		near, err := p.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", p.target)
		if err != nil {
			near.Close()
			continue
		}
		go pass(near, far)
		go pass(far, near)
		time.AfterFunc(p.life, func() {
			if !p.spares.Load() {
				p.cuts.Add(1)
				near.Close()
			}
		})
	}
}

// spare lets the connections be.
func (p *cuttingProxy) spare() { p.spares.Store(true) }

func pass(from, to net.Conn) {
	io.Copy(to, from)
	from.Close()
	to.Close()
}
