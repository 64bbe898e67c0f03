using System.Runtime.InteropServices;
using Postern.Backup;

using var ended = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await new BackupTool(new Surroundings()).RunAsync(args, ended.Token);
