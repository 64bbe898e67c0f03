using Postern.Bench;

var options = BenchOptions.Parse(args);
if (options.What == "fuzz")
    return Fuzzing.Run(options);
if (options.What == "decide")
{
    Deciding.Run(options);
    return 0;
}
if (options.What == "route")
{
    await Routing.RunAsync(options);
    return 0;
}
await Sending.RunAsync(options);
return 0;
