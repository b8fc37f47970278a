import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { GroupStore, NewGroup } from '../../src/app/ports/group-store.ts'
import type { Grant } from '../../src/core/permission/caller.ts'
import { AT, isFault, newPortalOn, newSession, newUser, type OpenedAccounts } from './account-store.ts'

export interface OpenedGroups extends OpenedAccounts {
  readonly groups: GroupStore
}

const GRANT: Grant = {
  permissions: ['dataset.read', 'records.read'],
  ...{ dataset: 'da_000001', where: "name = 'é'", fields: ['name'] },
}
const newGroup = (portalId: number, slug: string, more: Partial<NewGroup> = {}): NewGroup => ({
  ...{ portalId, slug, name: { en: 'Staff', fr: 'Équipe' }, roles: ['reader'], grants: [GRANT] },
  ...more,
})

/** What every implementation of the port must do. */
export function groupStoreContract(name: string, open: () => Promise<OpenedGroups>): void {
  describe(`${name}: groups`, () => {
    let opened: OpenedGroups
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const peopled = async () => {
      const portal = await newPortalOn(opened)
      const user = await opened.accounts.addUser(newUser(portal), AT)
      return { portal, user }
    }
    const rightsOf = async (portal: number, user: number) =>
      (await opened.accounts.findUser(portal, user))?.rightsEpoch ?? 0

    test('a group is kept as written, and found on its portal only', async () => {
      const [{ portal }, other] = [await peopled(), await newPortalOn(opened)]
      const group = await opened.groups.addGroup(newGroup(portal, 'staff'), AT)
      assert.deepEqual(group, {
        ...newGroup(portal, 'staff'),
        ...{ id: group.id, createdAt: AT.toISOString(), members: 0 },
      })
      assert.deepEqual(await opened.groups.findGroup(portal, 'staff'), group)
      assert.equal(await opened.groups.findGroup(other, 'staff'), null)
      assert.deepEqual(await opened.groups.listGroups(other), [])
      await assert.rejects(opened.groups.addGroup(newGroup(portal, 'staff'), AT), isFault('group_taken'))
      await opened.groups.addGroup(newGroup(other, 'staff'), AT)
    })

    test('every method of a group that is not there says so', async () => {
      const { portal, user } = await peopled()
      const other = await newPortalOn(opened)
      await opened.groups.addGroup(newGroup(other, 'theirs'), AT)
      const { groups } = opened
      for (const asked of [
        () => groups.changeGroup(portal, 'theirs', { roles: [] }),
        () => groups.removeGroup(portal, 'theirs'),
        () => groups.addMember(portal, 'theirs', user.id),
        () => groups.removeMember(portal, 'theirs', user.id),
      ])
        await assert.rejects(asked(), isFault('group_unknown'))
      assert.deepEqual(await groups.listMembers(portal, 'theirs'), [])
    })

    test('nobody of another portal gets into a group', async () => {
      const [{ portal }, { user }] = [await peopled(), await peopled()]
      await opened.groups.addGroup(newGroup(portal, 'staff'), AT)
      await assert.rejects(opened.groups.addMember(portal, 'staff', user.id), isFault('user_unknown'))
      await opened.groups.setProvided(portal, user.id, { provider: 'idp', slugs: [] })
      assert.deepEqual(await opened.groups.listMembers(portal, 'staff'), [])
    })

    test('S29, S30: whoever’s rights change is found with new ones, and nobody else', async () => {
      const { portal, user } = await peopled()
      const outsider = await opened.accounts.addUser(newUser(portal), AT)
      const session = await opened.sessions.open(newSession(portal, user.id))
      const found = async () => {
        const row = await opened.sessions.find(session?.hash ?? '')
        assert.ok(row !== null && row !== 'corrupted')
        return row
      }
      const { groups } = opened
      const steps: readonly (readonly [what: string, step: () => Promise<unknown>, changes: boolean])[] = [
        ['made', () => groups.addGroup(newGroup(portal, 'staff'), AT), false],
        ['joined', () => groups.addMember(portal, 'staff', user.id), true],
        ['renamed', () => groups.changeGroup(portal, 'staff', { name: { en: 'Crew' } }), false],
        ['granted', () => groups.changeGroup(portal, 'staff', { grant: GRANT }), true],
        ['taken back', () => groups.changeGroup(portal, 'staff', { withdraw: GRANT.dataset }), true],
        ['given roles', () => groups.changeGroup(portal, 'staff', { roles: ['editor'] }), true],
        ['left', () => groups.removeMember(portal, 'staff', user.id), true],
        ['left again', () => groups.removeMember(portal, 'staff', user.id), false],
        ['joined again', () => groups.addMember(portal, 'staff', user.id), true],
        ['removed', () => groups.removeGroup(portal, 'staff'), true],
      ]
      for (const [what, step, changes] of steps) {
        const before = [await rightsOf(portal, user.id), await rightsOf(portal, outsider.id)]
        await step()
        const after = [await rightsOf(portal, user.id), await rightsOf(portal, outsider.id)]
        assert.equal(after[0] !== before[0], changes, what)
        assert.equal(after[1], before[1], what)
        assert.equal((await found()).user?.rightsEpoch, after[0], what)
      }
      assert.equal((await found()).rightsChanged, true)
    })

    test('grants that are changed at once: what one takes back, no other brings back', async () => {
      const { portal } = await peopled()
      await opened.groups.addGroup({ ...newGroup(portal, 'crowd'), grants: [] }, AT)
      const uids = Array.from({ length: 12 }, (_, at) => `ds_${at}`)
      const change = (one: Parameters<typeof opened.groups.changeGroup>[2]) =>
        opened.groups.changeGroup(portal, 'crowd', one)
      await Promise.all(uids.map(dataset => change({ grant: { ...GRANT, dataset } })))
      const kept = async () =>
        (await opened.groups.findGroup(portal, 'crowd'))?.grants.map(({ dataset }) => dataset).sort()
      assert.deepEqual(await kept(), uids.toSorted())
      await Promise.all(uids.slice(1).map(dataset => change({ withdraw: dataset })))
      assert.deepEqual(await kept(), ['ds_0'])
      await change({ grant: { ...GRANT, dataset: 'ds_0', where: null } })
      const group = await opened.groups.findGroup(portal, 'crowd')
      assert.deepEqual(group?.grants, [{ ...GRANT, dataset: 'ds_0', where: null }])
    })

    test('a person’s groups and a group’s people', async () => {
      const { portal, user } = await peopled()
      for (const slug of ['b', 'a', 'c']) await opened.groups.addGroup(newGroup(portal, slug), AT)
      for (const slug of ['b', 'a']) await opened.groups.addMember(portal, slug, user.id)
      const own = await opened.groups.groupsOf(portal, user.id)
      assert.deepEqual(
        own.map(({ slug, members, grants }) => [slug, members, grants]),
        [
          ['a', 1, [GRANT]],
          ['b', 1, [GRANT]],
        ],
      )
      const [member] = await opened.groups.listMembers(portal, 'a')
      assert.deepEqual([member?.user.email, member?.provider], [user.email, null])
    })

    test('who is removed is in no group any more', async () => {
      const { portal, user } = await peopled()
      await opened.groups.addGroup(newGroup(portal, 'staff'), AT)
      await opened.groups.addMember(portal, 'staff', user.id)
      await opened.accounts.removeUser(portal, user.id, AT)
      assert.deepEqual(await opened.groups.listMembers(portal, 'staff'), [])
      assert.equal((await opened.groups.findGroup(portal, 'staff'))?.members, 0)
    })

    test('a provider sets the groups that it put somebody in, and no others', async () => {
      const { portal, user } = await peopled()
      for (const slug of ['by-hand', 'both', 'one', 'two', 'other'])
        await opened.groups.addGroup(newGroup(portal, slug), AT)
      const say = (provider: string, ...slugs: readonly string[]) =>
        opened.groups.setProvided(portal, user.id, { provider, slugs })
      const own = async () => (await opened.groups.groupsOf(portal, user.id)).map(({ slug }) => slug)
      await opened.groups.addMember(portal, 'by-hand', user.id)
      await opened.groups.addMember(portal, 'both', user.id)
      await say('other', 'other')
      await say('idp', 'one', 'both', 'not there')
      assert.deepEqual(await own(), ['both', 'by-hand', 'one', 'other'])
      const before = await rightsOf(portal, user.id)
      await say('idp', 'one', 'both')
      assert.equal(await rightsOf(portal, user.id), before, 'the same again changes nothing')
      await say('idp', 'two')
      assert.deepEqual(await own(), ['both', 'by-hand', 'other', 'two'])
      await opened.groups.addMember(portal, 'two', user.id)
      await say('idp')
      assert.deepEqual(await own(), ['both', 'by-hand', 'other', 'two'], 'put in by hand since')
    })
  })
}
