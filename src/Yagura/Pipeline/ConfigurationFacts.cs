using System.Security.Cryptography;
using System.Text;
using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>Configuration that figures depend on is a fact (FIGURES 1): contracts, the configuration file and decoders are recorded at a start when they changed.</summary>
internal sealed class ConfigurationFacts(OperationsStore store)
{
    /// <summary>Records what changed since the last start; found changed, so the machine says it. Returns the entries written.</summary>
    public async Task<int> RecordAsync(YaguraSettings settings, Knowledge knowledge, CancellationToken stop)
    {
        var register = new FactRegister(store);
        var written = 0;
        foreach (var contract in knowledge.Contracts.Versions)
            written += await register.AdoptAsync(contract, Actor.Machine, stop) ? 1 : 0;
        if (settings.File is { } file && File.Exists(file))
            written += await register.FileAsync(Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, stop))), Actor.Machine, stop) ? 1 : 0;
        written += await register.FileAsync("decoders", await HashAsync(settings.DecoderFolders(), stop), Actor.Machine, stop) ? 1 : 0;
        return written;
    }

    /// <summary>SHA-256 over the names and hashes of a folder's files, in the order of their names.</summary>
    private static async Task<string> HashAsync(IReadOnlyList<string> folders, CancellationToken stop)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in folders)
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                sum.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file) + "\n"));
                sum.AppendData(SHA256.HashData(await File.ReadAllBytesAsync(file, stop)));
            }
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }
}
