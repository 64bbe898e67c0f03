using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.Functions;
using Postern.Functions.Http;
using Postern.Gateway;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<AccessMiddleware>();
builder.UseMiddleware<KnownQueryMiddleware>();
builder.Services.RemoveUnusedKeyRing();
builder.Services.AddSingleton<AccessGuard>();
builder.Services.AddSingleton<IStartupFilter, NoStore>();
builder.Services.AddPostern(builder.Configuration, builder.Environment);
builder.AddRunTelemetry();
builder.Build().Run();
