using Xunit;

namespace Yagura.Tests;

/// <summary>Finds the repository and the test data that stand outside of it.</summary>
internal static class TestData
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A folder of shared test data; skips the test when it is not there.</summary>
    public static string Shared(string folder)
    {
        var found = SharedOrNull(folder);
        if (found is null)
            Assert.Skip($"no folder {folder} in YAGURA_TEST_DATA or ../shared");
        return found;
    }

    /// <summary>A folder of shared test data; null when it is not there.</summary>
    public static string? SharedOrNull(string folder)
    {
        var candidates = new[] { Environment.GetEnvironmentVariable("YAGURA_TEST_DATA"), Path.Combine(Root, "..", "shared"), Path.Combine(Root, "..", "..", "shared") };
        return candidates.Where(one => !string.IsNullOrEmpty(one)).Select(one => Path.Combine(one!, folder)).FirstOrDefault(Directory.Exists);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Yagura.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the tests run outside of the repository");
        return folder;
    }
}
