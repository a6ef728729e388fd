using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Yagura.Benchmarks.Custody;

/// <summary>A process under load, in a folder of its own: its processor time and the most memory that it held.</summary>
internal abstract class Peer : IDisposable
{
    private readonly Process process;

    protected Peer(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Said = line.Data ?? Said;
        process.BeginErrorReadLine();
    }

    /// <summary>The last thing that it complained of.</summary>
    public string Said { get; private set; } = "";

    public StreamReader Output => process.StandardOutput;

    public StreamWriter Input => process.StandardInput;

    /// <summary>Seconds of processor time of all its threads.</summary>
    public double Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Most memory that it ever held, in MB (VmHWM).</summary>
    public double PeakMegabytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (!process.WaitForExit(60_000)) Kill();
    }

    public virtual void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }

    /// <summary>A folder of its own under the folder for temporary files.</summary>
    public static string NewFolder() => Directory.CreateTempSubdirectory("yagura-bench-").FullName;

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    protected static async Task UntilOpenAsync(int port, Func<string> said)
    {
        for (var begin = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(20))
            {
                // Not yet.
            }
            catch (SocketException closed)
            {
                throw new TimeoutException($"nobody listens at {port}: {said()}", closed);
            }
        }
    }
}
