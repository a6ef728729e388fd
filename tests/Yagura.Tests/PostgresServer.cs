using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

using Xunit;

namespace Yagura.Tests;

/// <summary>A real PostgreSQL on loopback, in a folder and on a port of its own, for the tests of one class.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yagura-pg-").FullName;
    private readonly string? _tools;
    private readonly int _port;
    private readonly string? _fault;
    private int _databases;

    public PostgresServer()
    {
        _tools = Tools();
        if (_tools is null) return;
        _port = FreePort();
        var cluster = Path.Combine(_folder, "data");
        try
        {
            if (Environment.IsPrivilegedProcess) Run("chown", ["postgres", _folder]);
            RunAsOwner("initdb", ["-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]);
            RunAsOwner("pg_ctl", ["-D", cluster, "-w", "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port} -h 127.0.0.1 -k {_folder} -c fsync=off", "start"]);
        }
        catch (InvalidOperationException fault)
        {
            _fault = fault.Message;
        }
    }

    /// <summary>A new empty database; skips the test, with the reason, where PostgreSQL is not installed.</summary>
    public string NewDatabase()
    {
        Assert.SkipWhen(_tools is null, "PostgreSQL is not installed (initdb and pg_ctl are in no /usr/lib/postgresql/*/bin)");
        if (_fault is not null) Assert.Fail(_fault);
        var name = $"yagura{Interlocked.Increment(ref _databases)}";
        using var connection = new NpgsqlConnection(Connection("postgres"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        command.ExecuteNonQuery();
        return Connection(name);
    }

    public void Dispose()
    {
        if (_tools is not null && _fault is null)
        {
            NpgsqlConnection.ClearAllPools();
            RunAsOwner("pg_ctl", ["-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop"]);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Connection(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database}");

    private static string? Tools() => !Directory.Exists("/usr/lib/postgresql") ? null : Directory.GetDirectories("/usr/lib/postgresql")
        .Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "pg_ctl")))
        .OrderByDescending(bin => bin, StringComparer.Ordinal).FirstOrDefault();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The server refuses to run as root, so root runs it as the package's user.
    private void RunAsOwner(string tool, string[] arguments)
    {
        var path = Path.Combine(_tools!, tool);
        if (Environment.IsPrivilegedProcess) Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else Run(path, arguments);
    }

    private static void Run(string file, string[] arguments)
    {
        // The server inherits the output of pg_ctl; a pipe would stay open as long as it runs.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >/dev/null 2>&1 </dev/null");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(file);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        if (!process.WaitForExit(TimeSpan.FromSeconds(60))) throw new InvalidOperationException($"{file} did not end within 60 s.");
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
