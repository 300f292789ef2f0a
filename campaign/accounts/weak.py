"""Words that somebody who knows this campaign, the border or its languages would try first; places come from the
regions themselves."""

_CAMPAIGN = """
acceso access addiction adiccion adicciones admin administrador administrator aduana agencia agency bienestar
bilateral binacional binational border bridge campaign campana campanas cartel cdc clinic clinica cocaina cocaine
cofep cofepris conadic conasama consulado consular consulate customs dea demo departamento department doctor doctora
droga drogas drug drugs embajada embassy enfermera enfermeria enfermero entrada estatal farmacia federal fentanilo
fentanyl flyer folleto frontera fronteriza fronterizo garita gobierno government guest health heroin heroina hospital
imprenta imss invitado issste juntos lifeline linea linealavida medica medicamento medicina medicine medico ministerio
ministry municipal naloxona naloxone narcan nurse observer office oficina opioid opioide opioides opioids overdose
partner pastilla pastillas pharmacy pill pills planner poster prevencion prevention printer printing promotor
promotora prueba public publica publico puente puentes reviewer salubridad salud samhsa secretaria secretariat
signatory sistema sobredosis system test together unidos united usbhc user usuario vaccine vacuna ventanilla vida
volante xilacina xylazine
"""
_PLACES = """
acapulco aguascalientes aguila albuquerque america americana americano arizona austin azteca aztecas bajacalifornia
bravo brownsville california campeche cancun cdmx chiapas chihuahua coahuila colima dallas desert desierto durango
edomex eeuu elpaso ensenada estados eua guadalajara guanajuato guerrero hermosillo hidalgo houston independencia
jalisco juarez laredo leon losangeles matamoros maya mayas mcallen merida mexicali mexicana mexicano mexicanos mexico
michoacan monterrey morelos nayarit newmexico nogales norte north nuevoleon oaxaca phoenix puebla queretaro
quintanaroo revolucion reynosa riobravo riogrande saltillo sandiego sanluispotosi sinaloa sonora south states sur
tabasco tamaulipas tejas texas tijuana tlaxcala toluca tricolor tucson unidos united usa veracruz washington yucatan
zacatecas
"""
_SPANISH = """
abril abuela abuelo adios adriana agosto aguilar alegria alejandra alejandro amiga amigo amigos amistad amor amores
andrea angel angeles angelito antonio atlas barcelona bebe bienvenida bienvenido bienvenidos bonita bonito cambiala
cambiame camila carlos castillo celular chiquita chivas chocolate cielo cien cinco clave claves computadora contrasena
contrasenas corazon correo cristo cruz cruzazul cuatro daniel daniela diaz diciembre diez dios domingo dos eduardo
enero escuela esperanza estrella estrellita familia febrero felicidad feliz fernanda fernando flaca flaco flores
francisco fuerza futbol gabriel gabriela garcia gato gomez gonzalez gorda gordo guadalupe guerra gutierrez hermana
hermano hermosa hermoso hernandez hija hijo hijos hola inicio internet invierno javier jesucristo jesus jimenez jorge
jose juan jueves julio junio karla leticia libertad lopez luis luna lunes maestra maestro mama mami manuel maria
mariana mariposa martes martinez marzo mayo mendoza messi miercoles miguel mil morales moreno musica necaxa nena
noviembre nueva nueve nuevo ocho octubre ortiz otono paola papa papi patricia paz pedro perez perro poder primavera
primero princesa princesita pumas rafael ramirez rayados realmadrid regina reyes ricardo roberto rodriguez ronaldo
rosa ruiz sabado sanchez santos secreta secreto segundo seis septiembre sergio siete sofia sol taco tacos teamo
telefono temporal tequiero tequila tigres toluca torres trabajo tres universidad uno valentina vazquez verano veronica
viernes virgen ximena xolos
"""
_ENGLISH = """
april august autumn changeme december february friday january july june letmein login march monday november october
passphrase password saturday secret september spring summer sunday thursday tuesday wednesday welcome winter
"""
KEYBOARD = ("qwertyuiopñlkjhgfdsa", "asdfghjklñ", "qwertyñ", "zxcvbnmñ", "1q2w3e4r5t6y", "qazwsxedc", "abcdefghijk")
WORDS = tuple(sorted({*_CAMPAIGN.split(), *_PLACES.split(), *_SPANISH.split(), *_ENGLISH.split()}))
