using System.Diagnostics;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Settings;

namespace Yagura.Outside;

/// <summary>A key that this machine's disk does not hold: a program signs with it (a smart card, a signing host).</summary>
/// <remarks>What it returns is verified against the public key before it is written, as with every key (<c>Checkpoints.Write</c>).</remarks>
internal static class ExternalSigner
{
    private const int SignatureBytesMax = 256;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    /// <summary>The key.</summary>
    /// <exception cref="ArchiveException">Its public key cannot be read.</exception>
    public static SigningKey Open(SignerSettings settings)
    {
        try
        {
            var key = PublicKey.TryRead(File.ReadAllBytes(settings.PublicKey));
            return key is not null
                ? new SigningKey(key, body => Sign(settings.Program, body))
                : throw new ArchiveException($"{settings.PublicKey} is not a public key in PEM on the curve P-256, as openssl pkey -pubout writes it");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException(failed.Message);
        }
    }

    private static byte[] Sign(string program, byte[] body)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.BaseStream.Write(body);
            process.StandardInput.Close();
            var signature = new byte[SignatureBytesMax + 1];
            var reading = process.StandardOutput.BaseStream.ReadAtLeastAsync(signature, signature.Length, throwOnEndOfStream: false).AsTask();
            if (!reading.Wait(WaitMax) || !process.WaitForExit(WaitMax))
            {
                process.Kill();
                throw new ArchiveException($"the signer {program} did not answer within {WaitMax.TotalSeconds:F0} s");
            }

            if (process.ExitCode == 0 && reading.Result is > 0 and <= SignatureBytesMax)
                return signature[..reading.Result];
            throw new ArchiveException($"the signer {program} ended with {process.ExitCode} and {reading.Result} bytes: {errors.GetAwaiter().GetResult().Trim()}");
        }
        catch (Exception failed) when (failed is System.ComponentModel.Win32Exception or IOException)
        {
            throw new ArchiveException($"the signer {program} cannot be run: {failed.Message}");
        }
    }
}
