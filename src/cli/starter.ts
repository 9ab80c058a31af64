/** What `simulate init` writes: small, complete, and every line explained. A test runs it. */
export const STARTER = `# A scenario says what you rent, what you will do and when, who talks to whom, and what must hold.
# Run it with: simulate FILE     All keys: simulate schema
simulate: 1
name: Rolling replacement with one EIP per instance
duration: 15m # virtual time; a run takes milliseconds
seed: 42 # the same file, seed and version give the same answer, to the byte
region: cn-hangzhou

vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }

securityGroups:
  web:
    vpc: shop
    ingress:
      - { accept: tcp 8080, from: 0.0.0.0/0 }

# A replacement gets its EIP before the old instance gives up its own: 3 instances need 4 addresses.
# Take one away and see what happens.
eipPools:
  shop: { addresses: [203.0.113.10-203.0.113.13] }

apps:
  shop:
    vswitches: [shop-h, shop-i]
    securityGroup: web
    instances: 3
    port: 8080
    eips: shop
    # A range is drawn afresh for each instance.
    lifecycle: { schedule: 4s, pull: 10s, start: 15s..30s, stop: 5s, eipBind: 1s..5s }
    deploy: { strategy: { batches: 3 }, minReady: 2 }

internet:
  shoppers: { address: 198.51.100.7 }
  # The partner lets in only whom it knows. Leave out one address of the pool and see when it hurts.
  partner: { address: 192.0.2.80, port: 443, whitelist: [203.0.113.10/31, 203.0.113.12/31] }

flows:
  inbound: { from: shoppers, to: app/shop, port: 8080 }
  partner: { from: app/shop, to: partner }

timeline:
  - { at: 1m, deploy: shop, version: v2 }

expect:
  - { flow: inbound, always: reachable }
  - { flow: partner, always: reachable }
  - { rollout: shop, outcome: completed, within: 10m }
`
