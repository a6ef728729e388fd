using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Yagura.Scenarios.Parts;

/// <summary>A real sshd on loopback with keys and a port of its own, whose only service is sftp for this user.</summary>
internal sealed class Sshd : IAsyncDisposable
{
    private const string Program = "/usr/sbin/sshd";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly string folder;
    private readonly int port = FreePort.Next();
    private Process? process;

    public Sshd(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>ssh's configuration that reaches it under the name <c>primary</c>.</summary>
    public string Config => Path.Combine(folder, "ssh_config");

    /// <summary>Skips the test where sshd is not installed. On CI it must be.</summary>
    public static void MustBeThere()
    {
        if (File.Exists(Program) && File.Exists("/usr/bin/ssh"))
            return;
        const string missing = "openssh-server and openssh-client are not installed";
        Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), missing);
        Assert.Skip(missing);
    }

    public async Task StartAsync()
    {
        await KeyAsync("host");
        await KeyAsync("user");
        File.Copy(Path.Combine(folder, "user.pub"), Path.Combine(folder, "authorized_keys"));
        var hostKey = (await File.ReadAllTextAsync(Path.Combine(folder, "host.pub"))).Split(' ');
        await File.WriteAllTextAsync(Path.Combine(folder, "known_hosts"), string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{port} {hostKey[0]} {hostKey[1]}\n"));
        await File.WriteAllTextAsync(Config, string.Create(CultureInfo.InvariantCulture, $"""
            Host primary
              HostName 127.0.0.1
              Port {port}
              IdentityFile {folder}/user
              IdentitiesOnly yes
              UserKnownHostsFile {folder}/known_hosts
              StrictHostKeyChecking yes

            """));
        var server = Path.Combine(folder, "sshd_config");
        await File.WriteAllTextAsync(server, string.Create(CultureInfo.InvariantCulture, $"""
            ListenAddress 127.0.0.1
            Port {port}
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/authorized_keys
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            Subsystem sftp internal-sftp
            ForceCommand internal-sftp -R

            """));
        // Made by the service's own unit elsewhere; without it sshd of root does not start.
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd");
        process = Process.Start(new ProcessStartInfo(Program, ["-D", "-e", "-f", server]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.BeginErrorReadLine();
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new TimeoutException("sshd did not open its port");
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    private async Task KeyAsync(string name)
    {
        var made = await Verb.RunCommandAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, name));
        Assert.True(made.Code == 0, made.Errors);
    }
}
