using Yagura.ServiceLevel;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.Evaluating;

/// <summary>Reads contract files for verbs: what can be read is used, what is wrong is named by file and line.</summary>
internal static class ContractFiles
{
    /// <summary>Reads one file.</summary>
    /// <exception cref="VerbException">There is no such file, or it cannot be read.</exception>
    public static ContractReading Read(string path)
    {
        try
        {
            return ContractReader.Read(path, File.ReadAllBytes(path));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new VerbException($"the contract {path} cannot be read: {failed.Message}");
        }
    }

    /// <summary>Reads several files: the contracts that could be read, and every fault.</summary>
    /// <exception cref="VerbException">A file is missing, or none of them is a contract.</exception>
    public static (IReadOnlyList<Contract> Contracts, IReadOnlyList<Fault> Faults) ReadAll(IReadOnlyList<string> paths)
    {
        var readings = paths.Select(Read).ToList();
        List<Fault> faults = [.. readings.SelectMany(reading => reading.Faults)];
        List<Contract> contracts = [.. readings.Select(reading => reading.Contract).OfType<Contract>()];
        return contracts.Count > 0
            ? (contracts, faults)
            : throw new VerbException($"no contract could be read:\n{string.Join('\n', faults.Select(fault => fault.Print("en")))}");
    }
}
