package main

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// cuttingProxy passes connections on to an address, and cuts them all from time to time.
type cuttingProxy struct {
	net.Listener
	cuts atomic.Int64

	mutex sync.Mutex
	open  map[net.Conn]bool
}

func newCuttingProxy(target string) (*cuttingProxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	proxy := &cuttingProxy{Listener: listener, open: map[net.Conn]bool{}}
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", target)
			if err != nil {
				near.Close()
				continue
			}
			go proxy.pass(near, far)
			go proxy.pass(far, near)
		}
	}()
	return proxy, nil
}

func (p *cuttingProxy) pass(from, to net.Conn) {
	p.mutex.Lock()
	p.open[from] = true
	p.mutex.Unlock()
	io.Copy(to, from)
	from.Close()
	to.Close()
	p.mutex.Lock()
	delete(p.open, from)
	p.mutex.Unlock()
}

// cutEvery cuts until it is told to stop.
func (p *cuttingProxy) cutEvery(period time.Duration, stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(period):
		}
		p.mutex.Lock()
		if len(p.open) > 0 {
			p.cuts.Add(1)
		}
		for connection := range p.open {
			connection.Close()
		}
		p.mutex.Unlock()
	}
}
