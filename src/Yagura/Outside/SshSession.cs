using System.Collections.Concurrent;
using System.Diagnostics;

namespace Yagura.Outside;

/// <summary>The <c>ssh</c> client as a process that carries sftp: keys, known hosts and jump hosts are its own configuration's.</summary>
internal sealed class SshSession : IDisposable
{
    private const int WordsMax = 5;
    private static readonly TimeSpan EndWaitMax = TimeSpan.FromSeconds(2);

    private readonly Process process;
    // The last lines that ssh printed; bounded by WordsMax.
    private readonly ConcurrentQueue<string> words = new();

    private SshSession(Process process, string place)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        try
        {
            Disk = new SftpDisk(new SftpClient(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, () => Why(place)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The other host's disk.</summary>
    public SftpDisk Disk { get; }

    /// <summary>Connects; asks for no password.</summary>
    /// <param name="place"><c>ssh://[user@]host[:port]/path</c>.</param>
    /// <param name="config">ssh's configuration file; null for its usual one.</param>
    /// <exception cref="SftpException">The host cannot be reached, or refuses.</exception>
    public static SshSession Connect(Uri place, string? config)
    {
        string[] arguments =
        [
            .. config is null ? Array.Empty<string>() : ["-F", config],
            "-oBatchMode=yes", "-oConnectTimeout=15", "-oServerAliveInterval=15", "-oServerAliveCountMax=3", "-oForwardAgent=no", "-oForwardX11=no",
            .. place.Port > 0 ? ["-p", place.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            .. place.UserInfo.Length > 0 ? ["-l", Uri.UnescapeDataString(place.UserInfo)] : Array.Empty<string>(),
            "-s", "--", place.IdnHost, "sftp",
        ];
        try
        {
            var started = Process.Start(new ProcessStartInfo("ssh", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            return new SshSession(started, place.Host);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SftpException("the program ssh is not installed (Debian: openssh-client)");
        }
    }

    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // ssh is gone already: what it had to say stands in its last words.
        }

        if (!process.WaitForExit(EndWaitMax))
            process.Kill();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        words.Enqueue(line.Trim());
        if (words.Count > WordsMax)
            words.TryDequeue(out _);
    }

    private string Why(string host)
    {
        // Its last words come a moment after its end.
        process.WaitForExit(EndWaitMax);
        return words.IsEmpty ? $"the connection to {host} ended" : $"the connection to {host} ended: {string.Join("; ", words)}";
    }
}
