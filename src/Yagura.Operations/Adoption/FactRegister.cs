using Yagura.Operations.Store;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.Operations.Adoption;

/// <summary>Configuration that figures depend on is a fact (FIGURES 1): recorded when it changes, not at each start.</summary>
public sealed class FactRegister(OperationsStore store)
{
    /// <summary>Records that a contract version is adopted; false when these very bytes were adopted before.</summary>
    public Task<bool> AdoptAsync(Contract contract, string actor, CancellationToken stop) => RememberAsync(
        $"contract:{contract.Id}:{contract.Version}",
        contract.Sha256,
        _ => new JournalDraft("contract.adopted", $"contract:{contract.Id}", actor, null, new Dictionary<string, object?>
        {
            ["id"] = contract.Id, ["version"] = contract.Version, ["sha256"] = contract.Sha256, ["effective"] = contract.Effective.ToString("yyyy-MM-dd", null),
        }),
        stop);

    /// <summary>Records that a file of the configuration changed; false when it did not.</summary>
    /// <param name="file">Its name as configured.</param>
    /// <param name="sha256">Of its bytes.</param>
    /// <param name="actor">Who changed it; <c>machine</c> when it was found changed.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<bool> FileAsync(string file, string sha256, string actor, CancellationToken stop) => RememberAsync(
        $"file:{file}",
        sha256,
        before => new JournalDraft("configuration.changed", "configuration", actor, null, new Dictionary<string, object?> { ["file"] = file, ["before"] = before, ["after"] = sha256 }),
        stop);

    /// <summary>Appends an entry when the value of a key is another than the one remembered, in one transaction; false when it is the same.</summary>
    internal Task<bool> RememberAsync(string key, string value, Func<string?, JournalDraft> draft, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var row = await transaction.Context.Settings.FindAsync([key], stop);
            if (row?.Value == value) return false;
            transaction.Append(draft(row?.Value));
            if (row is null) transaction.Context.Settings.Add(row = new SettingRow { Key = key });
            (row.Value, row.At) = (value, transaction.Now);
            return true;
        },
        stop);
}
