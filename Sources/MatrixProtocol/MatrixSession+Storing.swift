extension MatrixSession {
    /// Takes a change over and has it stored.
    mutating func keep(_ change: Kept.Change, then: Storing.Then = .nothing) {
        kept.apply(change)
        store(Storing(change: change, then: then))
    }

    private mutating func store(_ storing: Storing) {
        let id = newID()
        stores[id] = storing
        actions.append(.store(storing.change, id))
    }

    mutating func stored(_ id: StoreID, at now: Int) {
        guard let storing = stores.removeValue(forKey: id) else { return }
        isStoreTroubleTold = false
        switch storing.then {
        case .nothing: break
        case .useTokens: useTokens()
        case .finishBatch: finishBatch(at: now)
        case .sending(let transactions): unstored.subtract(transactions)
        }
    }

    /// A message that cannot be stored is not sent. All else is tried again, and what waits for it waits.
    mutating func unstored(_ id: StoreID, _ reason: String, at now: Int) {
        guard var storing = stores.removeValue(forKey: id) else { return }
        if !isStoreTroubleTold { actions.append(.alert(.cannotStore(reason))) }
        isStoreTroubleTold = true
        if case .sending(let transactions) = storing.then {
            for transaction in transactions { drop(transaction, .notStored(reason)) }
            return
        }
        let due = now + delay(storing.attempts)
        storing.attempts += 1
        storesAgain.append((due, storing))
    }

    mutating func storeAgain(at now: Int) {
        let due = storesAgain.filter { now >= $0.due }
        storesAgain.removeAll { now >= $0.due }
        for (_, storing) in due { store(storing) }
    }
}
